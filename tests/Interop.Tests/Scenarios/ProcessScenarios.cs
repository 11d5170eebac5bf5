using System.Globalization;
using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>
/// Tracked processes. The reference counts none outside the initial network namespace, so it is the peer here and no
/// twin.
/// </summary>
public sealed class ProcessScenarios(ITestOutputHelper output)
{
    [NamespaceFact]
    public void A_missing_process_is_a_fault_and_too_few_lower_the_priority()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost a = lan.AddHost("a", "10.0.0.1/24");
        LanHost b = lan.AddHost("b", "10.0.0.2/24");
        string name = NetworkNamespaceLan.NewName("p");
        var first = new Sleeper(name);
        DirectorProcess ours = lan.Start(a, DirectorKind.Ours, Trackers(name) + new InstanceText(90)
        {
            More = "track_process {\n        one\n        two\n    }",
        });
        DirectorProcess peer = lan.Start(
            b, DirectorKind.Reference, new InstanceText(100).ToString());
        peer.WaitFor("MASTER");
        ours.WaitFor("BACKUP");

        // The second one adds weight 20 to 90.
        using (new Sleeper(name))
        {
            ours.WaitFor("MASTER");
            peer.WaitFor("BACKUP");
            string data = Data(ours);
            Assert.Contains("Current processes = 2", data);
            Assert.Contains("   Tracked processes :\n     one, weight 0\n     two, weight 20\n", data);
        }

        peer.WaitFor("MASTER");
        ours.WaitFor("BACKUP");

        first.Dispose();

        ours.WaitFor("FAULT");
        ours.WaitForLog("Quorum lost for tracked process one, 0 running");
        using (new Sleeper(name))
        {
            ours.WaitFor("BACKUP");
        }
    }

    [NamespaceFact]
    public void A_restart_within_the_delay_is_no_fault_and_a_reload_changes_what_is_counted()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost a = lan.AddHost("a", "10.0.0.1/24");
        string name = NetworkNamespaceLan.NewName("p");
        string other = NetworkNamespaceLan.NewName("q");
        const string tracked = "track_process {\n        one\n    }";
        string instance = new InstanceText(100) { More = tracked }.ToString();
        var second = new Sleeper(other);
        DirectorProcess ours;
        using (new Sleeper(name))
        {
            ours = lan.Start(a, DirectorKind.Ours, Tracker("one", name, "terminate_delay 3000") + instance);
            ours.WaitFor("MASTER");
        }

        Eventually.That(() => Data(ours).Contains("   Terminate delay timer running"), "the delay runs", ours.Story);
        using (new Sleeper(name))
        {
            Eventually.That(
                () => Data(ours).Contains("   Terminate delay timer not running"), "the delay is stopped", ours.Story);
        }

        ours.WriteConfig(Tracker("one", other, "") + instance);
        ours.Signal("HUP");
        Eventually.That(() => Data(ours).Contains("Process = " + other), "the other process is tracked", ours.Story);
        ours.WriteConfig(Tracker("one", other, "quorum_max 0") + instance);
        ours.Signal("HUP");

        ours.WaitFor("FAULT");
        second.Dispose();
        ours.WaitFor("MASTER");
        Assert.Equal(["BACKUP", "MASTER", "FAULT", "BACKUP", "MASTER"], ours.Transitions.Select(t => t.State));
    }

    private static string Trackers(string name) =>
        Tracker("one", name, "") + Tracker("two", name, "quorum 2\n    weight 20");

    private static string Tracker(string tracker, string process, string more) => string.Create(
        CultureInfo.InvariantCulture,
        $"vrrp_track_process {tracker} {{\n    process {process}\n    full_command\n    {more}\n}}\n");

    private static string Data(DirectorProcess director)
    {
        string file = Path.Combine(director.Host.Directory, "keepalived.data");
        File.Delete(file);
        director.Signal("USR1");
        Eventually.That(() => File.Exists(file), "a data file", director.Story);
        return File.ReadAllText(file);
    }

    /// <summary>A process of this first word, that ends with its owner.</summary>
    private sealed class Sleeper(string name) : IDisposable
    {
        // cat waits for input that never comes.
        private readonly LineProcess _process = new("bash", ["-c", $"exec -a {name} cat"], static _ => { });

        public void Dispose() => _process.Dispose();
    }
}
