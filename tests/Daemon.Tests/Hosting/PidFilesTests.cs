using Keepalived.Config.Model;
using Keepalived.Core.Tests;
using Keepalived.Daemon.CommandLine;
using Keepalived.Daemon.Hosting;

namespace Keepalived.Daemon.Tests.Hosting;

public sealed class PidFilesTests
{
    [Fact]
    public void The_main_file_always_and_the_others_as_named() =>
        Assert.Equal(
            ["/run/keepalived.pid", "/run/v.pid"],
            PidFiles.Paths(new CommandLineOptions { VrrpPidFile = "/run/v.pid" }, new GlobalConfig()));

    [Theory]
    [InlineData("", "/run/keepalived.pid")]
    [InlineData("use_pid_dir", "/run/keepalived/keepalived.pid")]
    [InlineData("instance a", "/run/keepalived/keepalived_a.pid")]
    public void A_pid_directory_and_an_instance_name_move_it(string line, string path) =>
        Assert.Equal([path], PidFiles.Paths(new CommandLineOptions(), ConfLines.File(line + "\n").Global));

    [Fact]
    public void The_same_file_named_twice_is_taken_once() =>
        Assert.Single(PidFiles.Paths(
            new CommandLineOptions { PidFile = "/run/x.pid", VrrpPidFile = "/run/../run/x.pid" }, new GlobalConfig()));
}
