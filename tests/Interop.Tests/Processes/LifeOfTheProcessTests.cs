using System.Diagnostics;
using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Processes;

/// <summary>The process from its start to its end: daemon mode, pid files, signals, life as process 1.</summary>
public sealed class LifeOfTheProcessTests(ITestOutputHelper output)
{
    private const string Address = "10.0.0.100";

    // The promise is 5 s; the rest is for a machine that is busy with everything else.
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(10);

    private static readonly string _config = new InstanceText(100).ToString();

    [NamespaceFact]
    public void In_daemon_mode_the_parent_returns_when_it_runs_and_TERM_leaves_nothing()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        string file = ShortRun.Write(host, "keepalived.conf", _config);
        string[] options =
        [
            "-D", "-f", file, "-p", "/run/main.pid", "-r", "/run/vrrp.pid", "-c", "/run/checkers.pid",
        ];

        (int code, string text) = ShortRun.Of(host, DirectorKind.Ours, options);
        int pid = ShortRun.PidIn(host, "main.pid");

        Assert.True(code == 0, $"the parent ended with {code}: {text}");
        Assert.False(ShortRun.HasEnded(pid), "the daemon runs");
        Assert.Equal((pid, pid), (ShortRun.PidIn(host, "vrrp.pid"), ShortRun.PidIn(host, "checkers.pid")));
        Eventually.That(() => host.Addresses.Has(Address), "the daemon is master");

        ShortRun.Signal(pid, "TERM");
        Eventually.Within(_stopLimit, () => ShortRun.HasEnded(pid), "the daemon ends");
        Assert.Empty(Directory.GetFiles(Path.Combine(host.Directory, "run"), "*.pid"));
        Eventually.That(() => host.Addresses.HasNone(Address), "the address is gone");
    }

    [NamespaceFact]
    public void In_daemon_mode_the_parent_ends_with_the_code_of_a_daemon_that_cannot_run()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        string file = ShortRun.Write(host, "keepalived.conf", _config.Replace("eth0", "nowhere0"));

        Assert.Equal(2, ShortRun.Of(host, DirectorKind.Ours, "-f", file, "-p", "/run/main.pid").Code);
        Assert.Equal(0, ShortRun.PidIn(host, "main.pid"));
    }

    [NamespaceTheory]
    [InlineData("TERM", "keepalived.pid")]
    [InlineData("INT", "keepalived.pid")]
    [InlineData("TERM", "vrrp.pid")]
    [InlineData("TERM", "checkers.pid")]
    public void A_stop_signal_to_the_process_of_any_pid_file_ends_it_in_order(string signal, string pidFile)
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        AdvertCapture capture = lan.Capture();
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, _config);
        Eventually.That(() => host.Addresses.Has(Address), "it is master", director.Story);

        long start = Stopwatch.GetTimestamp();
        ShortRun.Signal(ShortRun.PidIn(host, pidFile), signal);
        Assert.Equal(0, director.WaitForExit());

        Assert.True(Stopwatch.GetElapsedTime(start) < _stopLimit, "it ends within the limit");
        Assert.DoesNotContain(director.Log, line => line.Contains("CoordinatedShutdown", StringComparison.Ordinal));
        Eventually.That(() => host.Addresses.HasNone(Address), "the address is gone", director.Story);
        Eventually.That(() => capture.Adverts is [.., { Priority: 0 }], "it resigned");
        Assert.Empty(Directory.GetFiles(Path.Combine(host.Directory, "run"), "*.pid"));
    }

    [NamespaceFact]
    public void A_signal_that_comes_while_it_starts_is_answered_when_it_runs()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        string waiting = ShortRun.Write(host, "wait.sh", "#!/bin/sh\necho there > $0.begun\nsleep 2\n");
        Shell.Run("chmod", "+x", waiting);
        string slow = "global_defs {\n script_user root\n startup_script " + waiting + "\n}\n" + _config;
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, slow);
        Eventually.That(() => File.Exists(waiting + ".begun"), "it starts", director.Story);

        director.WriteConfig(slow.Replace(Address, "10.0.0.101"));
        ShortRun.Signal(director.Pid, "HUP");
        ShortRun.Signal(director.Pid, "USR2");

        Eventually.That(() => host.Addresses.Has("10.0.0.101"), "the new address is there", director.Story);
        Assert.False(director.HasExited);
    }

    [NamespaceFact]
    public void Started_by_nohup_it_reloads_at_HUP_all_the_same()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        host.Launcher = ["nohup"];
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, _config);
        Eventually.That(() => host.Addresses.Has(Address), "it is master", director.Story);

        director.WriteConfig(_config.Replace(Address, "10.0.0.101"));
        ShortRun.Signal(ShortRun.PidIn(host, "keepalived.pid"), "HUP");

        Eventually.That(() => host.Addresses.Has("10.0.0.101"), "the new address is there", director.Story);
    }

    [NamespaceFact]
    public void Started_with_INT_ignored_it_stops_in_order_at_INT_all_the_same()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        host.Launcher = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh"];
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, _config);
        Eventually.That(() => host.Addresses.Has(Address), "it is master", director.Story);

        ShortRun.Signal(ShortRun.PidIn(host, "keepalived.pid"), "INT");

        Assert.Equal(0, director.WaitForExit());
        Eventually.That(() => host.Addresses.HasNone(Address), "the address is gone", director.Story);
    }

    [NamespaceFact]
    public void A_second_copy_with_the_same_pid_file_says_so_and_ends()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, _config);
        director.WaitFor("MASTER");

        string pidFile = Path.Combine(host.Directory, "run", "keepalived.pid");
        (int code, string text) = ShortRun.Of(
            host, DirectorKind.Ours, "-n", "-l", "-f", director.ConfigFile, "-p", pidFile);

        Assert.Equal(0, code);
        Assert.Contains("already running", text);
        Assert.Equal(director.Pid, ShortRun.PidIn(host, "keepalived.pid"));
        Assert.True(director.Is("MASTER"), director.Story());
        Eventually.That(() => host.Addresses.Has(Address), "the address stays", director.Story);
    }

    [NamespaceFact]
    public void As_process_1_it_works_reaps_orphans_and_stops()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        string done = Path.Combine(host.Directory, "done");
        string script = ShortRun.Write(host, "orphan.sh", $"#!/bin/sh\n(sleep 0.3; echo done >{done}) &\nexit 0\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        host.Launcher = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"];

        DirectorProcess director = lan.Start(
            host,
            DirectorKind.Ours,
            "global_defs {\n    script_user root\n}\n" + new InstanceText(100) { More = $"notify_master {script}" });
        director.WaitFor("MASTER");
        int first = Leftovers.Tree(director.Pid)[1];

        Assert.Equal(1, ShortRun.PidIn(host, "keepalived.pid"));
        Eventually.That(() => File.Exists(done), "the orphan did its work", director.Story);
        Eventually.That(
            () => !Leftovers.Tree(first).Any(pid => ShortRun.StateOf(pid) == 'Z'), "the orphan is reaped");

        ShortRun.Signal(first, "TERM");
        Assert.Equal(0, director.WaitForExit());
        Eventually.That(() => host.Addresses.HasNone(Address), "the address is gone", director.Story);
    }
}
