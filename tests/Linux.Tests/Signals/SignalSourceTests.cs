using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Keepalived.Linux.Signals;
using Linux.Tests.Sockets;

namespace Linux.Tests.Signals;

public sealed partial class SignalSourceTests
{
    [Fact]
    public void Each_signal_becomes_its_request_and_does_not_end_the_process()
    {
        var seen = new BlockingCollection<DaemonSignal>();
        using SignalSource requests = SignalSource.OfRequests(seen.Add);
        using SignalSource stop = SignalSource.OfStop(seen.Add, ignoreInterrupt: false);
        foreach (DaemonSignal signal in Enum.GetValues<DaemonSignal>())
        {
            Assert.Equal(0, kill(Environment.ProcessId, SignalSource.NumberOf(signal)));
            Assert.True(seen.TryTake(out DaemonSignal got, Waits.Long));
            Assert.Equal(signal, got);
        }

        Assert.Equal(0, kill(Environment.ProcessId, 2));
        Assert.True(seen.TryTake(out DaemonSignal interrupt, Waits.Long));
        Assert.Equal(DaemonSignal.Stop, interrupt);
    }

    [Theory]
    [InlineData("STOP", 15)]
    [InlineData("reload", 1)]
    [InlineData("DATA", 10)]
    [InlineData("STATS", 12)]
    [InlineData("JSON", 36)]
    [InlineData("STATS_CLEAR", 63)]
    [InlineData("NONSENSE", null)]
    public void Names_have_the_numbers_that_scripts_expect(string name, int? number) =>
        Assert.Equal(number, SignalSource.NumberOf(name));

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
