using Keepalived.Core.Tracking;
using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Tests;

/// <summary>Scenarios as scripts on the same LAN as the swarm, with all its invariants.</summary>
public class DirectedTests
{
    [Fact]
    public void The_highest_priority_becomes_Master()
    {
        SimulatedLan lan = Lan(150, 100, 50);

        lan.Run(Seconds(5));

        lan.Expect(lan["a"]).Is(VrrpState.Master);
        lan.Expect(lan["b"]).Is(VrrpState.Backup);
        lan.Expect(lan["c"]).Is(VrrpState.Backup);
    }

    [Fact]
    public void Backup_takes_over_three_intervals_and_a_skew_after_the_last_advert_of_a_killed_Master()
    {
        SimulatedLan lan = Lan(150, 100);
        lan.Run(Seconds(10.2));
        lan["a"].Kill();

        lan.Run(Seconds(2));
        lan.Expect(lan["b"]).Is(VrrpState.Backup);

        lan.Run(Seconds(2));
        lan.Expect(lan["b"]).Is(VrrpState.Master);
    }

    [Fact]
    public void Backup_takes_over_after_the_skew_when_the_Master_stops()
    {
        SimulatedLan lan = Lan(150, 100);
        lan.Run(Seconds(10));
        lan["a"].Stop();

        lan.Run(Seconds(0.6));
        lan.Expect(lan["b"]).Is(VrrpState.Backup);

        lan.Run(Seconds(0.02));
        lan.Expect(lan["b"]).Is(VrrpState.Master);
    }

    [Fact]
    public void Both_sides_of_a_partition_have_a_Master_and_the_healed_LAN_has_one()
    {
        SimulatedLan lan = Lan(150, 100);
        lan.Run(Seconds(5));

        lan.Cut(lan["a"], lan["b"]);
        lan.Run(Seconds(5));
        lan.Expect(lan["a"]).Is(VrrpState.Master);
        lan.Expect(lan["b"]).Is(VrrpState.Master);

        lan.JoinAll();
        lan.Run(Seconds(2));
        lan.Expect(lan["a"]).Is(VrrpState.Master);
        lan.Expect(lan["b"]).Is(VrrpState.Backup);
    }

    [Fact]
    public void Two_Masters_of_equal_priority_settle_by_address()
    {
        SimulatedLan lan = Lan(100, 100);
        lan.Cut(lan["a"], lan["b"]);
        lan.Run(Seconds(5));

        lan.JoinAll();
        lan.Run(Seconds(2));

        lan.Expect(lan["a"]).Is(VrrpState.Backup);
        lan.Expect(lan["b"]).Is(VrrpState.Master);
    }

    [Fact]
    public void Of_two_equals_the_sitting_Master_stays()
    {
        SimulatedLan lan = Of(Router("a", 100), Router("b", 100) with { StartsAt = Seconds(6) });

        lan.Run(Seconds(30));

        lan.Expect(lan["a"]).Is(VrrpState.Master);
        lan.Expect(lan["b"]).Is(VrrpState.Backup);
    }

    [Fact]
    public void Without_preemption_the_lower_Master_stays()
    {
        SimulatedLan lan = Of(Router("a", 100), Router("b", 150) with { StartsAt = Seconds(6), Preempt = false });

        lan.Run(Seconds(30));

        lan.Expect(lan["a"]).Is(VrrpState.Master);
    }

    [Fact]
    public void A_link_that_goes_down_moves_the_addresses_and_its_return_brings_them_back()
    {
        SimulatedLan lan = Lan(150, 100);
        lan.Run(Seconds(6));

        lan["a"].SetLink(isUp: false);
        lan.Run(Seconds(4));
        lan.Expect(lan["a"]).Is(VrrpState.Fault);
        lan.Expect(lan["b"]).Is(VrrpState.Master);
        Assert.True(lan["b"].Kernel.IsInstalled(0));
        Assert.False(lan["a"].Kernel.IsInstalled(0));

        lan["a"].SetLink(isUp: true);
        lan.Run(Seconds(4));
        lan.Expect(lan["a"]).Is(VrrpState.Master);
        lan.Expect(lan["b"]).Is(VrrpState.Backup);
    }

    [Fact]
    public void A_failing_script_lowers_the_priority_below_the_others()
    {
        SimulatedLan lan = Of(
            Router("a", 150) with { Trackers = [new TrackerOptions(TrackerKind.Script, "check", -60) { Fall = 2 }] },
            Router("b", 100));
        lan.Run(Seconds(6));

        lan["a"].Trackers[0].Set(works: false, 0);
        lan.Run(Seconds(1.5));
        lan.Expect(lan["a"]).Is(VrrpState.Master);
        lan.Run(Seconds(6));
        lan.Expect(lan["b"]).Is(VrrpState.Master);
        Assert.Equal(90, lan["a"][0].State.EffectivePriority);
    }

    [Fact]
    public void A_group_moves_as_a_whole_when_one_member_loses_its_addresses()
    {
        LanOptions options = Options(Router("a", 150), Router("b", 100)) with
        {
            VirtualRouters = 2,
            Shared = new SharedOptions { HasGroups = true },
        };
        var lan = new SimulatedLan(options);
        lan.Run(Seconds(6));
        lan.Expect(lan["a"]).Is(VrrpState.Master, instance: 1);

        lan["a"][0].Rob();
        lan.Run(Seconds(0.1));
        lan.Expect(lan["a"]).Is(VrrpState.Backup, instance: 0);
        lan.Expect(lan["a"]).Is(VrrpState.Backup, instance: 1);

        lan.Run(Seconds(10));
        lan.Expect(lan["a"]).Is(VrrpState.Master, instance: 0);
        lan.Expect(lan["a"]).Is(VrrpState.Master, instance: 1);
    }

    /// <summary>Seed 1449: the member that was there first was never asked again.</summary>
    [Fact]
    public void A_reload_that_replaces_all_members_of_a_group_leaves_none_of_them_waiting()
    {
        SimulatedLan lan = Grouped(new LanOptions());
        lan.Run(Seconds(6));

        SharedOptions other = lan["b"].Shared with { FirstVirtualRouterId = 71 };
        lan["a"].Reload(lan["a"].Options, other);
        lan["b"].Reload(lan["b"].Options, other);
        lan.Run(Seconds(10));

        for (int i = 0; i < 2; i++)
        {
            lan.Expect(lan["a"]).Is(VrrpState.Master, i);
            lan.Expect(lan["b"]).Is(VrrpState.Backup, i);
        }
    }

    [Fact]
    public void A_member_that_waits_for_its_group_runs_when_a_reload_takes_the_group_away()
    {
        SimulatedLan lan = Grouped(new LanOptions { MailDelay = Seconds(1) });
        lan.Run(Seconds(0.5));

        lan["a"].Reload(lan["a"].Options, lan["a"].Shared with { HasGroups = false });
        lan.Run(Seconds(2));

        lan.Expect(lan["a"]).Is(VrrpState.Backup, instance: 0);
        lan.Expect(lan["a"]).Is(VrrpState.Backup, instance: 1);
    }

    [Fact]
    public void A_Master_that_was_not_scheduled_yields_when_it_wakes()
    {
        SimulatedLan lan = Lan(100, 99);
        lan.Run(Seconds(6));
        lan["a"].Pause();
        lan.Run(Seconds(6));
        lan.Expect(lan["b"]).Is(VrrpState.Master);

        lan["a"].Resume();
        lan.Run(Seconds(3));

        lan.Expect(lan["a"]).Is(VrrpState.Master);
        lan.Expect(lan["b"]).Is(VrrpState.Backup);
    }

    [Fact]
    public void A_Backup_that_was_not_scheduled_claims_nothing_when_it_wakes()
    {
        SimulatedLan lan = Lan(100, 99);
        lan.Run(Seconds(6));
        lan["b"].Pause();
        lan.Run(Seconds(20));

        lan["b"].Resume();
        lan.Run(Seconds(10));

        Assert.DoesNotContain(lan.Notes, note => note is { Who: "b/51" } && note.What.Contains("-> Master"));
    }

    /// <summary>
    /// b waits 3.61 s. Whatever it was told while its machine stood still is lost, and the last words of a lie up to
    /// 0.95 s before that.
    /// </summary>
    [Theory]
    [InlineData(3.62)]
    [InlineData(4)]
    [InlineData(5.4)]
    [InlineData(7.2)]
    [InlineData(7.3)]
    [InlineData(30)]
    public void A_Backup_whose_machine_stood_still_for_longer_than_its_wait_listens_before_it_claims(double seconds)
    {
        foreach (double phase in (double[])[0.05, 0.5, 0.95])
        {
            SimulatedLan lan = Lan(100, 99);
            lan.Run(Seconds(6 + phase));
            lan["b"].Pause(isDeaf: true);
            lan.Run(Seconds(seconds));
            lan["b"].Resume();
            lan.Run(Seconds(10));

            Assert.DoesNotContain(lan.Notes, note => note is { Who: "b/51" } && note.What.Contains("-> Master"));
        }
    }

    private static SimulatedLan Grouped(LanOptions options) => new(options with
    {
        Routers = [Router("a", 150), Router("b", 100)],
        VirtualRouters = 2,
        Shared = new SharedOptions { HasGroups = true },
    });

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static RouterOptions Router(string name, byte priority) => new(name) { Priority = priority };

    private static SimulatedLan Lan(params ReadOnlySpan<byte> priorities)
    {
        var routers = new RouterOptions[priorities.Length];
        for (int i = 0; i < routers.Length; i++)
        {
            routers[i] = Router(((char)('a' + i)).ToString(), priorities[i]);
        }

        return Of(routers);
    }

    private static SimulatedLan Of(params RouterOptions[] routers) => new(Options(routers));

    private static LanOptions Options(params RouterOptions[] routers) => new() { Seed = 1, Routers = [.. routers] };
}
