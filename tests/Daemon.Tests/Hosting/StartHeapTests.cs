using System.Runtime;
using Keepalived.Daemon.Hosting;

namespace Keepalived.Daemon.Tests.Hosting;

public sealed class StartHeapTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void A_short_or_missing_file_needs_no_room()
    {
        File.WriteAllText(_file, "global_defs {\n}\n");

        Assert.Null(StartHeap.For(_file));
        Assert.Null(StartHeap.For("/nowhere/keepalived.conf"));
        Assert.Null(StartHeap.For(""));
    }

    [Fact]
    public void A_large_file_has_room_until_it_is_given_back()
    {
        File.WriteAllText(_file, new string('#', 100_000));

        StartHeap? heap = StartHeap.For(_file);

        Assert.NotNull(heap);
        heap.Dispose();
        heap.Dispose();
        Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }

    public void Dispose() => File.Delete(_file);
}
