using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>Who becomes master, by priority and by address.</summary>
public abstract class ElectionScenarios(DirectorPair pair, ITestOutputHelper output)
{
    private const string Vip = "10.0.0.100";

    public sealed class OursBesideOurs(ITestOutputHelper output)
        : ElectionScenarios(DirectorPair.OursBesideOurs, output);

    public sealed class OursBesideReference(ITestOutputHelper output)
        : ElectionScenarios(DirectorPair.OursBesideReference, output);

    public sealed class ReferenceBesideOurs(ITestOutputHelper output)
        : ElectionScenarios(DirectorPair.ReferenceBesideOurs, output);

    [NamespaceFact]
    public void A_higher_priority_that_comes_later_preempts()
    {
        using var world = new TwoDirectors(pair, output);
        world.StartSecond(new InstanceText(100));
        world.Second.WaitFor("MASTER");

        world.StartFirst(new InstanceText(150));

        world.FirstIsMaster();
        Assert.Equal(["BACKUP", "MASTER", "BACKUP"], world.Second.Transitions.Select(t => t.State));
        Assert.Equal(["BACKUP", "MASTER"], world.First.Transitions.Select(t => t.State));
    }

    [NamespaceFact]
    public void With_nopreempt_a_higher_priority_that_comes_later_waits()
    {
        using var world = new TwoDirectors(pair, output);
        world.StartSecond(new InstanceText(100));
        world.Second.WaitFor("MASTER");

        world.StartFirst(new InstanceText(150) { More = "nopreempt" });
        world.First.WaitFor("BACKUP");
        world.Wire.WaitForMore(world.B.AddressOf(), adverts: 15);

        Assert.True(world.First.Is("BACKUP"), world.First.Story());
        Assert.Empty(world.Wire.From(world.A.AddressOf()));
        world.Second.KillHard();
        world.First.WaitFor("MASTER");
    }

    [NamespaceFact]
    public void With_equal_priorities_the_sitting_master_stays()
    {
        using var world = new TwoDirectors(pair, output);
        world.StartFirst(new InstanceText(100));
        world.First.WaitFor("MASTER");

        world.StartSecond(new InstanceText(100));
        world.Second.WaitFor("BACKUP");
        world.Wire.WaitForMore(world.A.AddressOf(), adverts: 15);

        Assert.True(world.Second.Is("BACKUP"), world.Second.Story());
        Assert.Empty(world.Wire.From(world.B.AddressOf()));
    }

    [NamespaceFact]
    public void With_equal_priorities_the_higher_address_wins_when_both_are_masters()
    {
        using var world = new TwoDirectors(pair, output);
        world.Cut();
        world.StartFirst(new InstanceText(100));
        world.StartSecond(new InstanceText(100));
        world.First.WaitFor("MASTER");
        world.Second.WaitFor("MASTER");

        world.Heal();

        world.First.WaitFor("BACKUP");
        Eventually.That(() => world.A.Addresses.HasNone(Vip), "the lower address gave up", world.First.Story);
        world.Wire.WaitForMore(world.B.AddressOf(), adverts: 10);
        Assert.True(world.Second.Is("MASTER"), world.Second.Story());
        Eventually.That(() => world.B.Addresses.Has(Vip), "the higher address keeps it", world.Second.Story);
    }
}
