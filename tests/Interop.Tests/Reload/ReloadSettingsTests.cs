using System.Collections.Concurrent;
using System.Globalization;
using Interop.Tests.Harness;
using Interop.Tests.Processes;
using Xunit.Abstractions;

namespace Interop.Tests.Reload;

/// <summary>What global_defs says about reloads: when they come, what is there meanwhile and afterwards.</summary>
public sealed class ReloadSettingsTests(ITestOutputHelper output)
{
    private const string More = "10.0.0.101";

    [NamespaceFact]
    public void A_reload_comes_at_the_time_of_the_file_which_is_removed_and_the_marker_is_there_meanwhile()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        string time = Path.Combine(host.Directory, "time");
        string run = Path.Combine(host.Directory, "run");
        File.WriteAllText(Path.Combine(run, "keepalived.reload"), "stale");
        string global = $"global_defs {{\n reload_time_file {time}\n reload_file\n}}\n";
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, global + new InstanceText(100));
        director.WaitFor("MASTER");
        director.WaitForLog("Startup complete");
        Assert.False(File.Exists(Path.Combine(run, "keepalived.reload")));

        using FileSystemWatcher watcher = new(run, "keepalived.reload");
        ConcurrentQueue<string> seen = new();
        watcher.Renamed += (_, _) => seen.Enqueue("there");
        watcher.Deleted += (_, _) => seen.Enqueue("gone");
        watcher.EnableRaisingEvents = true;

        director.WriteConfig(global + (new InstanceText(100) with { Addresses = ["10.0.0.100", More] }));
        File.WriteAllText(time, DateTime.UtcNow.AddSeconds(9).ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        director.WaitForLog("A reload is planned for");
        director.Signal("USR1");
        string dump = Path.Combine(host.Directory, "keepalived.data");
        Eventually.That(() => File.Exists(dump), "a dump", director.Story);
        Assert.Contains($"\n Reload time file = {time}\n Reload scheduled for ", File.ReadAllText(dump));
        Assert.Contains("\n Reload_file = ", File.ReadAllText(dump));
        Assert.False(host.Addresses.Has(More));

        director.WaitForLog("Reloading (reload_time_file)");
        Eventually.That(() => host.Addresses.Has(More), "the new address", director.Story);
        Assert.False(File.Exists(time));
        Eventually.That(() => seen.Count == 2, "the marker was made and removed", director.Story);
        Assert.Equal(["there", "gone"], seen);
    }

    [NamespaceFact]
    public void A_tested_reload_tolerates_no_error_and_the_log_says_which()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        string log = Path.Combine(host.Directory, "test.log");
        string global = $"global_defs {{\n reload_check_config {log}\n}}\n";
        string more = (new InstanceText(100) with { Addresses = ["10.0.0.100", More] }).ToString();
        DirectorProcess director = lan.Start(
            host, DirectorKind.Ours, global + "no_such_keyword\n" + new InstanceText(100));
        director.WaitFor("MASTER");
        director.WaitForLog("Startup complete");
        Assert.False(File.Exists(log));

        // Without the test an error that is there already is tolerated.
        director.WriteConfig(global + "no_such_keyword\n" + more);
        director.Signal("HUP");
        director.WaitForLog("reload_check_config: the configuration test says 5");
        Assert.Contains("Unknown keyword 'no_such_keyword'", File.ReadAllText(log));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(log));
        Assert.False(host.Addresses.Has(More));

        director.WriteConfig(global + more);
        director.Signal("HUP");
        Eventually.That(() => host.Addresses.Has(More), "the new address", director.Story);
        Assert.Equal("", File.ReadAllText(log));
    }

    [NamespaceFact]
    public void A_daily_reload_keeps_its_file()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        string time = Path.Combine(host.Directory, "time");
        DirectorProcess director = lan.Start(
            host, DirectorKind.Ours,
            $"global_defs {{\n reload_time_file {time}\n reload_repeat\n}}\n" + new InstanceText(100));
        director.WaitForLog("Startup complete");
        File.WriteAllText(time, DateTime.UtcNow.AddSeconds(9).ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture));

        director.WaitForLog("Reload finished");

        Eventually.That(
            () => director.Log.Count(line => line.Contains("A reload is planned for")) == 2,
            "tomorrow's too",
            director.Story);
        Assert.True(File.Exists(time));
    }

    [NamespaceFact]
    public void Configurations_and_states_around_a_reload_are_saved_for_the_owner_alone()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        string save = Path.Combine(host.Directory, "save");
        string copies = Directory.CreateDirectory(Path.Combine(host.Directory, "copies")).FullName;
        string text = $"global_defs {{\n config_save_dir {save}\n tmp_config_directory {copies}\n}}\n";
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, text + new InstanceText(100));
        director.WaitFor("MASTER");
        director.WaitForLog("Startup complete");
        string copy = Assert.Single(Directory.GetFiles(copies));
        Assert.Contains("virtual_router_id 51", File.ReadAllText(copy));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));

        director.WriteConfig(text + (new InstanceText(100) with { Addresses = ["10.0.0.100", More] }));
        (int code, string said) = ShortRun.Of(host, DirectorKind.Ours, "plan", "-f", director.ConfigFile);
        Assert.Contains("VirtualAddresses: [10.0.0.100/32] -> [10.0.0.100/32, 10.0.0.101/32]", said);
        Assert.Equal(0, code);
        director.Signal("HUP");

        string pid = director.Pid.ToString(CultureInfo.InvariantCulture);
        string after = Path.Combine(save, $"keepalived_vrrp.{pid}.1.post");
        Eventually.That(() => File.Exists(after), "the state after the reload", director.Story);
        Assert.DoesNotContain(More, File.ReadAllText(Path.Combine(save, $"keepalived_vrrp.{pid}.1.pre")));
        Assert.Contains(More, File.ReadAllText(after));
        Assert.DoesNotContain(More, File.ReadAllText(Path.Combine(save, $"keepalived.conf.{pid}.0")));
        Assert.Contains(More, File.ReadAllText(Path.Combine(save, $"keepalived.conf.{pid}.1")));
        Assert.Contains($" Config save dir = {save}\n", File.ReadAllText(after));
        Assert.Contains($"\n config save directory = {copies}\n", File.ReadAllText(after));
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(own, File.GetUnixFileMode(save));

        director.WriteConfig(new InstanceText(100).ToString());
        (code, said) = ShortRun.Of(host, DirectorKind.Ours, "reload", "-p", "/run/keepalived.pid");
        Assert.Contains("tmp_config_directory cannot change while the daemon runs", said);
        Assert.Equal(1, code);
        Assert.Equal(0, director.Stop());
        Assert.Empty(Directory.GetFiles(copies));
    }
}
