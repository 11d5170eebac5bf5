using System.Diagnostics;
using Keepalived.Linux.Host;
using Linux.Tests.Support;

namespace Linux.Tests.Host;

public sealed class PidFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string File => _directory["test.pid"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void It_holds_our_number_and_goes_with_us()
    {
        Assert.Equal(PidFileStatus.Taken, PidFile.TryTake(File, out PidFile? file, out _, out _));
        Assert.Equal($"{Environment.ProcessId}\n", System.IO.File.ReadAllText(File));
        file!.Dispose();
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void A_second_copy_is_told_who_holds_it()
    {
        Assert.Equal(PidFileStatus.Taken, PidFile.TryTake(File, out PidFile? file, out _, out _));
        using PidFile? held = file;
        PidFileStatus status = PidFile.TryTake(File, out PidFile? second, out int other, out string failure);
        Assert.Equal(PidFileStatus.OtherRunning, status);
        Assert.Null(second);
        Assert.Equal(Environment.ProcessId, other);
        Assert.Contains("another copy", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rubbish\n")]
    [InlineData("999999999\n")]
    [InlineData("1\n")]
    public void A_stale_file_is_taken_over(string content)
    {
        System.IO.File.WriteAllText(File, content);
        Assert.Equal(PidFileStatus.Taken, PidFile.TryTake(File, out PidFile? file, out _, out _));
        file!.Dispose();
    }

    [Fact]
    public void A_living_keepalived_that_holds_no_lock_counts_as_running()
    {
        // By another process: what is open for writing cannot be run, not even by a copy of the descriptor that a child
        // of another test has for a moment.
        Command.Run("/bin/cp", "/bin/sleep", _directory["keepalived"]);
        using Process daemon = Process.Start(_directory["keepalived"], "60");
        try
        {
            System.IO.File.WriteAllText(File, $"{daemon.Id}\n");
            while (ProcessFacts.NameOf(daemon.Id) != "keepalived")
            {
                Thread.Yield();
            }

            Assert.Equal(PidFileStatus.OtherRunning, PidFile.TryTake(File, out _, out int other, out _));
            Assert.Equal(daemon.Id, other);
        }
        finally
        {
            daemon.Kill();
            daemon.WaitForExit();
        }
    }

    [Fact]
    public void A_link_in_its_place_is_not_followed()
    {
        System.IO.File.CreateSymbolicLink(File, _directory["elsewhere"]);
        Assert.Equal(PidFileStatus.Failed, PidFile.TryTake(File, out _, out _, out string failure));
        Assert.False(System.IO.File.Exists(_directory["elsewhere"]));
        Assert.NotEmpty(failure);
    }
}
