using System.Globalization;
using Keepalived.Linux.Host;
using Keepalived.Linux.Processes;
using Linux.Tests.Support;

namespace Linux.Tests.Processes;

public sealed class DaemonizerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_first_process_ends_well_when_the_daemon_reports_ready()
    {
        // \0 is the status that Report(0) writes; then the daemon lives on in a session of its own.
        string session = $"cut -d' ' -f6 /proc/$$/stat > {_directory["session"]}";
        int status = Launch($"{session}; printf '\\000' >&3; exec 3>&-; exec sleep 300", out int pid);
        Assert.Equal(0, status);
        Assert.Equal(pid, ProcessFacts.SessionOf(pid));
        Assert.Equal(pid, int.Parse(File.ReadAllText(_directory["session"]), CultureInfo.InvariantCulture));
        Command.Run("/bin/kill", "-9", pid.ToString(CultureInfo.InvariantCulture));
        Assert.InRange(OrphanReaperUntil(pid), 1, int.MaxValue);
    }

    [Theory]
    [InlineData("printf '\\006' >&3; exit 6", 6)]
    [InlineData("exit 2", 2)]
    [InlineData("exit 0", 1)]
    [InlineData("kill -9 $$", 1)]
    public void A_daemon_that_fails_before_it_is_ready_gives_its_status(string text, int status)
    {
        Assert.Equal(status, Launch(text, out int pid));
        OrphanReaper.Reap(candidate => candidate != pid);
    }

    [Fact]
    public void A_program_that_is_missing_is_a_failure()
    {
        Assert.Equal(1, Daemonizer.Launch("/no/such/program", ["x"], out int pid));
        Assert.Equal(0, pid);
    }

    [Fact]
    public void Reporting_without_anybody_waiting_does_nothing()
    {
        Assert.False(Daemonizer.IsLaunched);
        Daemonizer.Report(0);
        Assert.NotEmpty(Daemonizer.OwnCommand());
    }

    private static int Launch(string text, out int pid) => Daemonizer.Launch("/bin/sh", ["sh", "-c", text], out pid);

    private static int OrphanReaperUntil(int pid)
    {
        int reaped;
        while ((reaped = OrphanReaper.Reap(candidate => candidate != pid)) == 0)
        {
            Thread.Yield();
        }

        return reaped;
    }
}
