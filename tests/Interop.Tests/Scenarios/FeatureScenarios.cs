using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>
/// What two directors can agree on, with us and the reference in either role: the first is master, dies without a
/// word, and gets its addresses back. The formats of version 2 go through the same in <see cref="KillScenarios"/>.
/// </summary>
public abstract class FeatureScenarios(DirectorPair pair, ITestOutputHelper output)
{
    private static readonly string[] _v6 = ["fe80::51:1", "2001:db8::100"];

    public sealed class OursBesideReference(ITestOutputHelper output)
        : FeatureScenarios(DirectorPair.OursBesideReference, output);

    public sealed class ReferenceBesideOurs(ITestOutputHelper output)
        : FeatureScenarios(DirectorPair.ReferenceBesideOurs, output);

    [NamespaceFact]
    public void IPv6() => Play(i => i with { Addresses = _v6 }, isV6: true);

    [NamespaceFact]
    public void IPv6_on_interfaces_with_the_virtual_MAC_address() =>
        Play(i => i with { Addresses = _v6, More = "use_vmac" }, isV6: true);

    [NamespaceFact]
    public void Interfaces_with_the_virtual_MAC_address() => Play(i => i with { More = "use_vmac" });

    [NamespaceFact]
    public void Unicast() => Play(i => i with
    {
        More = i.Priority == 150
            ? "unicast_src_ip 10.0.0.1\nunicast_peer {\n10.0.0.2\n}"
            : "unicast_src_ip 10.0.0.2\nunicast_peer {\n10.0.0.1\n}",
    });

    [NamespaceFact]
    public void Preempt_delay() => Play(i => i with { More = i.Priority == 150 ? "preempt_delay 1" : "" });

    [NamespaceFact]
    public void Tracking_weights() => Play(
        i => i.Priority == 150 ? i with { Priority = 90, More = "track_script {\nup\n}" } : i,
        before: "vrrp_script up {\nscript /bin/true\ninterval 1\nweight 60\n}\n");

    [NamespaceFact]
    public void Sync_groups() => Play(
        i => i,
        before: "vrrp_sync_group G {\ngroup {\nVI_1\nVI_2\n}\n}\n",
        after: i => (i with { Name = "VI_2", Vrid = 52, Addresses = ["10.0.0.200"] }).ToString());

    private void Play(
        Func<InstanceText, InstanceText> feature,
        bool isV6 = false,
        string before = "",
        Func<InstanceText, string>? after = null)
    {
        using var world = new TwoDirectors(pair, output);
        if (isV6)
        {
            world.Lan.EnableV6(world.A, world.B);
        }
        string first = before + feature(new InstanceText(150)) + after?.Invoke(new InstanceText(150));
        string second = before + feature(new InstanceText(100)) + after?.Invoke(new InstanceText(100));
        string[] addresses = isV6 ? _v6 : after is null ? ["10.0.0.100"] : ["10.0.0.100", "10.0.0.200"];
        world.StartFirst(first);
        world.First.WaitFor("MASTER");
        world.StartSecond(second);
        world.FirstIsMaster(addresses);

        world.First.KillHard();
        world.Second.WaitFor("MASTER");
        Eventually.That(() => world.B.Addresses.HasAll(addresses), "the second has all", world.Second.Story);

        world.StartFirst(first);
        world.FirstIsMaster(addresses);
        Assert.Equal(["BACKUP", "MASTER", "BACKUP"], world.Second.Transitions
            .Where(transition => transition.Name == "VI_1").Select(transition => transition.State));
        Assert.Equal(0, world.First.Stop());
        world.Second.WaitFor("MASTER");
        Eventually.That(
            () => world.A.Addresses.HasNone(addresses) || world.First.KilledItsChild,
            "nothing is left",
            world.First.Story);
    }
}
