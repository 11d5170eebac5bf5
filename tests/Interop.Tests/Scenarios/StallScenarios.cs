using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>A master that stood still while another took over.</summary>
public sealed class StallScenarios(ITestOutputHelper output)
{
    [NamespaceFact]
    public void With_timer_expired_backup_a_master_that_stood_still_comes_back_without_a_word()
    {
        using var world = new TwoDirectors(DirectorPair.OursBesideOurs, output);
        world.StartFirst(new InstanceText(150) { More = "nopreempt\n timer_expired_backup 100" });
        world.First.WaitFor("MASTER");
        world.StartSecond(new InstanceText(100) { More = "nopreempt" });
        world.Second.WaitFor("BACKUP");

        world.First.Freeze(true);
        world.Second.WaitFor("MASTER");
        DateTime thawed = DateTime.UtcNow;
        world.First.Freeze(false);
        world.First.WaitFor("BACKUP");
        world.Wire.WaitForMore(world.B.AddressOf(), adverts: 3);

        Assert.Empty(world.Wire.From(world.A.AddressOf(), thawed));
        Assert.Equal(["BACKUP", "MASTER"], world.Second.Transitions.Select(transition => transition.State));
    }
}
