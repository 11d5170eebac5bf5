using Keepalived.Daemon.Hosting;

namespace Keepalived.Daemon.Tests.Hosting;

public sealed class ReloadCommandTests
{
    [Fact]
    public void A_reload_means_the_daemon_of_the_pid_file_that_was_named()
    {
        StringWriter error = new();

        int code = ReloadCommand.Run(["-p", "/nowhere/other.pid"], TextWriter.Null, error);

        Assert.Equal((1, "/nowhere/other.pid names no running daemon"), (code, error.ToString().Trim()));
    }

    [Fact]
    public void A_relative_pid_file_is_the_one_that_the_daemon_took() =>
        Assert.Equal(Path.GetFullPath("other.pid"), PidFiles.OfDaemon(new() { PidFile = "other.pid" }));
}
