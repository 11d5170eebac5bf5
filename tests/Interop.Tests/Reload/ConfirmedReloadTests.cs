using Interop.Tests.Harness;
using Interop.Tests.Processes;
using Xunit.Abstractions;

namespace Interop.Tests.Reload;

/// <summary>The commands around a reload: what it would do, what came of it, and the way back.</summary>
public sealed class ConfirmedReloadTests(ITestOutputHelper output)
{
    private const string More = "10.0.0.101";
    private static readonly InstanceText _instance = new(100);

    [NamespaceFact]
    public void A_plan_tells_and_does_nothing_and_a_reload_answers()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, _instance.ToString());
        director.WaitFor("MASTER");
        string next = ShortRun.Write(host, "next.conf", With(More));

        (int code, string said) = ShortRun.Of(host, DirectorKind.Ours, "plan", "-f", next, "-p", "/run/keepalived.pid");

        Assert.True(code == 0, said);
        Assert.Contains("~ vrrp_instance VI_1: in place; its state, and a mastership, are kept", said);
        Assert.Contains("VirtualAddresses: [10.0.0.100/32] -> [10.0.0.100/32, 10.0.0.101/32]", said);
        Assert.False(host.Addresses.Has(More));

        director.WriteConfig(With(More));
        (code, said) = ShortRun.Of(host, DirectorKind.Ours, "reload", "-p", "/run/keepalived.pid");
        Assert.True(code == 0, said);
        Assert.Contains("Applied: 0 instance(s) added, 1 changed, 0 removed, 0 untouched", said);
        (_, said) = ShortRun.Of(host, DirectorKind.Ours, "plan", "-f", next, "-p", "/run/keepalived.pid");
        Assert.Contains("nothing changes", said);

        director.WriteConfig(_instance.ToString().Replace("priority 100", "priority 300"));
        (code, said) = ShortRun.Of(host, DirectorKind.Ours, "reload", "-p", "/run/keepalived.pid");
        Assert.Equal(1, code);
        Assert.Contains("Refused, the running configuration is kept", said);
        Assert.True(director.Is("MASTER"), director.Story());
        Eventually.That(() => host.Addresses.Has(More), "the address is kept", director.Story);
    }

    [NamespaceFact]
    public void A_reload_that_nobody_confirms_goes_back_and_one_that_is_confirmed_stays()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        AdvertCapture wire = lan.Capture();
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, _instance.ToString());
        director.WaitFor("MASTER");
        director.WriteConfig(With(More));

        (int code, string said) =
            ShortRun.Of(host, DirectorKind.Ours, "reload", "-p", "/run/keepalived.pid", "--confirm=2");
        Assert.True(code == 0 && said.Contains("goes back by itself in 2 s"), said);
        Eventually.That(
            () => host.Addresses.Changes.Where(change => change.Address == More + "/32")
                .Select(change => change.Added).SequenceEqual([true, false]),
            "the new address comes and goes",
            director.Story);
        director.WaitForLog("not confirmed in time, going back");

        (code, said) = ShortRun.Of(host, DirectorKind.Ours, "reload", "-p", "/run/keepalived.pid", "--confirm=5");
        Assert.True(code == 0, said);
        (code, said) = ShortRun.Of(host, DirectorKind.Ours, "confirm", "-p", "/run/keepalived.pid");
        Assert.True(code == 0, said);
        // A plan against the running daemon, past the deadline, still finds the new file in effect.
        wire.WaitForMore(host.AddressOf(), (int)Math.Ceiling(6 / _instance.Interval));
        (_, said) = ShortRun.Of(
            host, DirectorKind.Ours, "plan", "-f", director.ConfigFile, "-p", "/run/keepalived.pid");
        Assert.Contains("nothing changes", said);
        Assert.True(director.Is("MASTER"), director.Story());
        Eventually.That(() => host.Addresses.Has(More), "the address stays", director.Story);
        Assert.Equal(["BACKUP", "MASTER"], director.Transitions.Select(t => t.State));
        (code, _) = ShortRun.Of(host, DirectorKind.Ours, "confirm", "-p", "/run/keepalived.pid");
        Assert.Equal(1, code);
    }

    private static string With(string address) =>
        (_instance with { Addresses = [.. _instance.Addresses, address] }).ToString();
}
