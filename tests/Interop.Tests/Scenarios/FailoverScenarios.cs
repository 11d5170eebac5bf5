using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>The master leaves, or seems to, and comes back.</summary>
public abstract class FailoverScenarios(DirectorPair pair, ITestOutputHelper output)
{
    private const string Vip = "10.0.0.100";

    public sealed class OursBesideOurs(ITestOutputHelper output)
        : FailoverScenarios(DirectorPair.OursBesideOurs, output);

    public sealed class OursBesideReference(ITestOutputHelper output)
        : FailoverScenarios(DirectorPair.OursBesideReference, output);

    public sealed class ReferenceBesideOurs(ITestOutputHelper output)
        : FailoverScenarios(DirectorPair.ReferenceBesideOurs, output);

    [NamespaceFact]
    public void An_orderly_stop_hands_over_at_once_and_leaves_nothing()
    {
        using var world = new TwoDirectors(pair, output);
        var first = new InstanceText(150) { Format = WireFormat.Version2, State = "MASTER" };
        world.StartFirst(first);
        world.StartSecond(first with { Priority = 100, State = "BACKUP" });
        world.FirstIsMaster();
        world.Wire.WaitForMore(world.A.AddressOf(), adverts: 2);

        int code = world.First.Stop();
        world.Second.WaitFor("MASTER");

        Assert.Equal(0, code);
        if (world.First.KilledItsChild)
        {
            return;
        }
        Eventually.That(() => world.A.Addresses.HasNone(Vip), "no address is left", world.First.Story);
        CapturedAdvert resignation = Assert.Single(world.Wire.From(world.A.AddressOf()), a => a.Priority == 0);
        CapturedAdvert takeover = world.Wire.FirstFrom(world.B.AddressOf(), resignation.Time);
        // Skew_Time for 100 is 0.609 s; Master_Down_Interval would be 3.609 s.
        Assert.InRange((takeover.Time - resignation.Time).TotalSeconds, 0.60, 2.6);
    }

    [NamespaceFact]
    public void The_first_director_gets_the_address_back_when_it_returns()
    {
        using var world = new TwoDirectors(pair, output);
        world.StartFirst(new InstanceText(150));
        world.StartSecond(new InstanceText(100));
        world.FirstIsMaster();
        world.First.KillHard();
        world.Second.WaitFor("MASTER");

        world.StartFirst(new InstanceText(150));

        world.FirstIsMaster();
    }

    [NamespaceFact]
    public void A_pulled_cable_is_a_fault_and_the_other_director_takes_over()
    {
        using var world = new TwoDirectors(pair, output);
        world.StartFirst(new InstanceText(150));
        world.StartSecond(new InstanceText(100));
        world.FirstIsMaster();

        world.A.SetCable("eth0", plugged: false);
        world.First.WaitFor("FAULT");
        world.Second.WaitFor("MASTER");
        Eventually.That(() => world.A.Addresses.HasNone(Vip), "no address in FAULT", world.First.Story);

        world.A.SetCable("eth0", plugged: true);
        world.FirstIsMaster();
    }

    [NamespaceFact]
    public void A_director_that_hung_for_a_while_finds_its_place_again()
    {
        using var world = new TwoDirectors(pair, output);
        world.StartFirst(new InstanceText(150));
        world.StartSecond(new InstanceText(100));
        world.FirstIsMaster();

        world.First.Freeze(true);
        world.Second.WaitFor("MASTER");
        world.First.Freeze(false);

        world.Second.WaitFor("BACKUP");
        world.FirstIsMaster();
    }
}
