using System.Text;
using Keepalived.Linux.Host;
using Linux.Tests.Support;

namespace Linux.Tests.Host;

public sealed class NotifyPipeTests : IDisposable
{
    private const int Own = -1;

    private readonly TemporaryDirectory _folder = new();

    private string Name => _folder["fifo"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lines_reach_a_reader_and_the_end_of_the_file_follows_the_close()
    {
        NotifyPipe pipe = Open();
        Task<string> reader = File.ReadAllTextAsync(Name);
        Assert.True(pipe.TryWrite("one\n"u8));
        Assert.True(pipe.TryWrite("two\n"u8));
        pipe.Dispose();

        Assert.Equal("one\ntwo\n", await reader.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.False(File.Exists(Name));
    }

    [Fact]
    public void Without_a_reader_writing_ends_with_no_room_and_never_waits()
    {
        using NotifyPipe pipe = Open();
        byte[] line = Encoding.ASCII.GetBytes(new string('x', 99) + "\n");
        int written = 0;
        while (pipe.TryWrite(line))
        {
            written++;
        }

        Assert.InRange(written, 100, 100_000);
    }

    [Fact]
    public void A_fifo_that_was_there_is_used_and_left()
    {
        using (NotifyPipe first = Open())
        {
            NotifyPipe second = Open();
            Assert.True(second.TryWrite("x\n"u8));
            second.Dispose();
            Assert.True(File.Exists(Name));
        }

        Assert.False(File.Exists(Name));
    }

    [Fact]
    public void What_is_no_fifo_is_refused_and_not_touched()
    {
        File.WriteAllText(Name, "precious");
        Assert.Null(NotifyPipe.TryOpen(Name, Own, Own, out string failure));
        Assert.Contains("is not a FIFO", failure, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(Name));
    }

    [Fact]
    public void A_link_is_not_followed()
    {
        using NotifyPipe target = NotifyPipe.TryOpen(_folder["target"], Own, Own, out _)!;
        File.CreateSymbolicLink(Name, _folder["target"]);
        Assert.Null(NotifyPipe.TryOpen(Name, Own, Own, out string failure));
        Assert.Contains(Name, failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        Assert.Null(NotifyPipe.TryOpen(_folder["no/fifo"], Own, Own, out string failure));
        Assert.Contains("cannot create", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void What_somebody_put_in_its_place_is_not_removed()
    {
        NotifyPipe pipe = Open();
        File.Delete(Name);
        File.WriteAllText(Name, "theirs");
        pipe.Dispose();
        Assert.Equal("theirs", File.ReadAllText(Name));
    }

    [PrivilegedFact]
    public void A_new_one_belongs_to_the_configured_user()
    {
        using NotifyPipe pipe = NotifyPipe.TryOpen(Name, 12, 13, out _)!;
        Assert.Equal("12:13", Command.Run("stat", "-c", "%u:%g", Name).Trim());
    }

    private NotifyPipe Open()
    {
        NotifyPipe? pipe = NotifyPipe.TryOpen(Name, Own, Own, out string failure);
        Assert.True(pipe is not null, failure);
        return pipe;
    }
}
