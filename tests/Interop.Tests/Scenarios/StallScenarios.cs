using System.Text.Json;
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

    /// <summary>
    /// The wait of the backup has ended long ago when it wakes, and nothing waits in its socket: what was sent
    /// meanwhile did not reach it. It proves nothing that it has heard nobody.
    /// </summary>
    [NamespaceFact]
    public void A_backup_that_stood_still_counts_it_and_listens_once_more_before_it_claims()
    {
        using TwoDirectors world = BackupBesideMaster(interval: 1);

        // In this order: an advert that came in between would stand in its socket.
        world.Cut();
        world.Second.Freeze(true);
        world.Wire.WaitForMore(world.A.AddressOf(), adverts: 8);
        world.Second.Freeze(false);
        world.Second.WaitForLog("listening once more");
        world.Heal();
        world.Wire.WaitForMore(world.A.AddressOf(), adverts: 5);

        Assert.Equal(["BACKUP"], world.Second.Transitions.Select(transition => transition.State));
        Assert.Empty(world.Wire.From(world.B.AddressOf()));
        world.Second.WaitForLog("The process was not scheduled for");
        world.Second.Signal("36");
        string file = Path.Combine(world.B.Directory, "keepalived_actors.json");
        Eventually.That(() => File.Exists(file), "the dump", world.Second.Story);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement clock = json.RootElement.GetProperty("clock");
        Assert.True(clock.GetProperty("stalls").GetInt32() >= 1);
        Assert.True(clock.GetProperty("longest_stall_ms").GetInt32() > 1000);
    }

    /// <summary>
    /// Master_Down_Interval is 3.6 s: 1.1 to 1.9 times that, so that the wait itself ends only a little late. The
    /// lines between two steps may take most of it, for the machine may stand still at any of them.
    /// </summary>
    [NamespaceTheory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void A_backup_that_heard_nothing_while_it_stood_still_claims_nothing_when_it_wakes(int adverts)
    {
        using TwoDirectors world = BackupBesideMaster(interval: 1);

        world.Cut();
        world.Second.Freeze(true);
        world.Wire.WaitForMore(world.A.AddressOf(), adverts);
        world.Second.Freeze(false);
        world.Second.WaitForLog("listening once more");
        world.Heal();
        world.Wire.WaitForMore(world.A.AddressOf(), adverts: 5);

        Assert.Equal(["BACKUP"], world.Second.Transitions.Select(transition => transition.State));
        Assert.Empty(world.Wire.From(world.B.AddressOf()));
    }

    /// <summary>What stands in its socket is read before a timer that is late is let fire.</summary>
    [NamespaceFact]
    public void A_backup_that_stood_still_for_any_time_reads_what_it_was_told_before_it_claims()
    {
        using TwoDirectors world = BackupBesideMaster(interval: 0.5);

        for (int adverts = 1; adverts <= 8; adverts++)
        {
            world.Second.Freeze(true);
            world.Wire.WaitForMore(world.A.AddressOf(), adverts);
            world.Second.Freeze(false);
            world.Wire.WaitForMore(world.A.AddressOf(), adverts: 1);
        }

        Assert.Equal(["BACKUP"], world.Second.Transitions.Select(transition => transition.State));
        Assert.Empty(world.Wire.From(world.B.AddressOf()));
    }

    private TwoDirectors BackupBesideMaster(double interval)
    {
        var world = new TwoDirectors(DirectorPair.OursBesideOurs, output);
        world.StartFirst(new InstanceText(150) { Interval = interval });
        world.First.WaitFor("MASTER");
        world.StartSecond(new InstanceText(100) { Interval = interval });
        world.Second.WaitFor("BACKUP");
        world.Wire.WaitForMore(world.A.AddressOf(), adverts: 2);
        return world;
    }
}
