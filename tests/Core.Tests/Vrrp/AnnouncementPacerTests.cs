using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Tests.Vrrp;

public sealed class AnnouncementPacerTests
{
    private static readonly TimeSpan s_gap = TimeSpan.FromMilliseconds(10);

    private readonly AnnouncementPacer<int> _pacer = new();

    [Fact]
    public void The_first_goes_at_once_and_the_others_a_gap_apart()
    {
        Add("eth0", "a", 1, 2, 3);
        Assert.Equal([1], Take(0));
        Assert.Equal(s_gap, _pacer.NextDue);
        Assert.Empty(Take(9));
        Assert.Equal([2], Take(10));
        Assert.Equal([3], Take(20));
        Assert.Null(_pacer.NextDue);
    }

    [Fact]
    public void Lanes_do_not_wait_for_one_another()
    {
        Add("eth0", "a", 1, 2);
        Add("eth1", "a", 11, 12);
        Assert.Equal([1, 11], Take(0));
        Assert.Equal([2, 12], Take(10));
    }

    [Fact]
    public void Who_gives_up_its_addresses_announces_nothing_that_waits()
    {
        Add("eth0", "a", 1, 2);
        Add("eth0", "b", 3);
        _pacer.Cancel("a");
        Assert.Equal([3], Take(0));
        Assert.Equal(0, _pacer.Waiting);
    }

    [Fact]
    public void A_full_lane_loses_its_oldest()
    {
        Add("eth0", "a", [.. Enumerable.Range(0, AnnouncementPacer<int>.Capacity + 2)]);
        Assert.Equal(AnnouncementPacer<int>.Capacity, _pacer.Waiting);
        Assert.Equal(2, _pacer.Dropped);
        Assert.Equal([2], Take(0));
    }

    [Fact]
    public void A_group_shares_its_gap_and_others_have_the_global_one_each()
    {
        AnnouncementLimits limits = new(ConfLines.File("""
            global_defs {
                vrrp_garp_interval 0.01
                vrrp_gna_interval 0.02
            }
            garp_group {
                garp_interval 0.05
                interfaces {
                    eth1
                    eth2
                }
            }
            garp_group {
                gna_interval 0.07
                interface eth5
            }
            """));

        Assert.Equal(limits.Of("eth1", isV6: false), limits.Of("eth2", isV6: false));
        Assert.Equal(5 * s_gap, limits.Of("eth1", isV6: false).Gap);
        Assert.Equal(TimeSpan.Zero, limits.Of("eth1", isV6: true).Gap);
        Assert.Equal(7 * s_gap, limits.Of("eth5", isV6: true).Gap);
        Assert.NotEqual(limits.Of("eth3", isV6: false).Lane, limits.Of("eth4", isV6: false).Lane);
        Assert.Equal(s_gap, limits.Of("eth3", isV6: false).Gap);
        Assert.Equal(2 * s_gap, limits.Of("eth3", isV6: true).Gap);
    }

    private void Add(string lane, string owner, params int[] items)
    {
        foreach (int item in items)
        {
            _pacer.Add((lane, s_gap), owner, item, TimeSpan.Zero);
        }
    }

    private List<int> Take(int milliseconds)
    {
        List<int> taken = [];
        while (_pacer.TryTake(TimeSpan.FromMilliseconds(milliseconds), out int item))
        {
            taken.Add(item);
        }

        return taken;
    }
}
