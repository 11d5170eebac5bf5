using System.Globalization;
using System.Text.RegularExpressions;
using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Processes;

/// <summary>What a service manager is told, and what it thinks of the unit.</summary>
public sealed class ServiceManagerTests(ITestOutputHelper output)
{
    private const string InstalledPath = "/opt/keepalived-actors/keepalived-actors";

    [NamespaceFact]
    public void The_service_manager_hears_of_start_reload_refusal_life_and_stop()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        NotifySocket socket = lan.Own(new NotifySocket(Path.Combine(host.Directory, "notify")));
        host.Launcher = ["env", "NOTIFY_SOCKET=" + socket.Path, "WATCHDOG_USEC=400000"];
        var instance = new InstanceText(100);
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, instance.ToString());

        string main = string.Create(CultureInfo.InvariantCulture, $"MAINPID={director.Pid}");
        int at = socket.WaitFor(m => IsReady(m) && m.Split('\n').Contains(main), "READY with " + main);
        _ = socket.WaitFor(IsBeat, "a first beat");
        director.WaitFor("MASTER");

        director.WriteConfig((instance with { Addresses = ["10.0.0.100", "10.0.0.101"] }).ToString());
        director.Signal("HUP");
        at = socket.WaitFor(m => m.Contains("RELOADING=1", StringComparison.Ordinal), "RELOADING", at);
        Assert.Matches(@"MONOTONIC_USEC=\d{6,}", socket.Messages[at - 1]);
        at = socket.WaitFor(IsReady, "READY after the reload", at);
        Eventually.That(() => host.Addresses.Has("10.0.0.101"), "the new file is in effect", director.Story);

        director.WriteConfig(instance.ToString().Replace("priority 100", "priority 300"));
        director.Signal("HUP");
        at = socket.WaitFor(m => m.Contains("RELOADING=1", StringComparison.Ordinal), "RELOADING again", at);
        at = socket.WaitFor(m => IsReady(m) && m.Contains("refused", StringComparison.Ordinal), "a refusal", at);
        Assert.True(director.Is("MASTER"), director.Story());
        Eventually.That(() => host.Addresses.HasAll("10.0.0.100", "10.0.0.101"), "both addresses", director.Story);

        // Beats go on, several of them: each is the answer to a question of its own.
        at = socket.WaitFor(IsBeat, "a beat", at);
        at = socket.WaitFor(IsBeat, "a second beat", at);
        at = socket.WaitFor(IsBeat, "a third beat", at);
        Assert.Equal(0, director.Stop());
        _ = socket.WaitFor(m => m.Contains("STOPPING=1", StringComparison.Ordinal), "STOPPING", at);
    }

    [NamespaceFact]
    public void A_daemon_that_may_not_run_tells_the_service_manager_why()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        NotifySocket socket = lan.Own(new NotifySocket(Path.Combine(host.Directory, "notify")));
        host.Launcher =
            ["env", "NOTIFY_SOCKET=" + socket.Path, "setpriv", "--bounding-set=-all", "--inh-caps=-all"];

        DirectorProcess director = lan.Start(host, DirectorKind.Ours, new InstanceText(100).ToString());

        Assert.Equal(4, director.WaitForExit());
        _ = socket.WaitFor(m => m.Contains("ERRNO=1", StringComparison.Ordinal), "ERRNO=1 (EPERM)");
        Assert.DoesNotContain(socket.Messages, IsReady);
    }

    [UnitFact]
    public void Systemd_finds_nothing_to_say_about_the_unit_and_rates_it()
    {
        string folder = Path.Combine(Path.GetTempPath(), NetworkNamespaceLan.NewName("unit"));
        Directory.CreateDirectory(folder);
        try
        {
            string unit = Path.Combine(folder, "keepalived-actors.service");
            string text = File.ReadAllText(Path.Combine(Machine.Root, "samples", "keepalived-actors.service"));
            Assert.Contains("ExecStart=" + InstalledPath, text);
            File.WriteAllText(unit, text.Replace(InstalledPath, Machine.OurDaemon));

            (int code, string said) = Shell.Try("systemd-analyze", "verify", unit);
            Assert.True(code == 0 && said.Trim().Length == 0, $"verify ended with {code}: {said}");

            string report = Shell.Run("systemd-analyze", "--no-pager", "security", "--offline=true", unit);
            Match score = Regex.Match(report, @"exposure level for \S+: (\d+\.\d+) (\w+)");
            output.WriteLine(score.Value);
            Assert.True(score.Success, report);
            Assert.InRange(double.Parse(score.Groups[1].Value, CultureInfo.InvariantCulture), 0, 5.0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsReady(string message) => message.Split('\n').Contains("READY=1");

    private static bool IsBeat(string message) => message == "WATCHDOG=1";
}

/// <summary>A test of the unit; skipped where systemd's tools are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnitFactAttribute : FactAttribute
{
    public UnitFactAttribute() => Skip = Machine.MissingForNamespaces
        ?? (Machine.FindOnPath("systemd-analyze") is null ? "missing component: systemd-analyze" : null);
}
