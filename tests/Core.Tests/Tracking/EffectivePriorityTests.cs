using Keepalived.Config.Model;
using Keepalived.Core.Tracking;
using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Tests.Tracking;

public class EffectivePriorityTests
{
    [Theory]
    [InlineData(100, 20, 120)]
    [InlineData(100, -20, 80)]
    [InlineData(100, 200, 254)]
    [InlineData(100, -253, 1)]
    [InlineData(255, -100, 255)]
    public void Base_and_weights_are_bounded_and_the_owner_stays_the_owner(byte priority, int weight, byte expected)
    {
        Assert.Equal(expected, EffectivePriority.Of(priority, weight));
    }

    [Theory]
    [InlineData(TrackerKind.Interface, VrrpFaults.TrackedInterface)]
    [InlineData(TrackerKind.Script, VrrpFaults.TrackedScript)]
    [InlineData(TrackerKind.Process, VrrpFaults.TrackedProcess)]
    [InlineData(TrackerKind.Bfd, VrrpFaults.TrackedBfd)]
    public void Without_weight_a_failure_is_a_fault(TrackerKind kind, VrrpFaults fault)
    {
        Assert.Equal(fault, Judge(kind, 0, TrackStatus.Down).Faults);
        Assert.Equal(default, Judge(kind, 0, TrackStatus.Up));
        Assert.Equal(fault, Judge(kind, 0, TrackStatus.Up, reverse: true).Faults);
        Assert.Equal(default, Judge(kind, 0, TrackStatus.Down, reverse: true));
    }

    [Theory]
    [InlineData(10, true, false, 10)]
    [InlineData(10, false, false, 0)]
    [InlineData(-10, true, false, 0)]
    [InlineData(-10, false, false, -10)]
    [InlineData(10, true, true, 0)]
    [InlineData(10, false, true, 10)]
    [InlineData(-10, true, true, -10)]
    [InlineData(-10, false, true, 0)]
    public void A_positive_weight_rewards_and_a_negative_one_punishes(int weight, bool isUp, bool reverse, int expected)
    {
        TrackStatus status = isUp ? TrackStatus.Up : TrackStatus.Down;

        Assert.Equal(new TrackVerdict(VrrpFaults.None, expected), Judge(TrackerKind.Script, weight, status, reverse));
    }

    [Fact]
    public void A_first_result_is_waited_for_only_where_failure_is_a_fault()
    {
        Assert.Equal(VrrpFaults.TrackersPending, Judge(TrackerKind.Script, 0, TrackStatus.Unknown).Faults);
        Assert.Equal(default, Judge(TrackerKind.Script, 50, TrackStatus.Unknown));
    }

    [Theory]
    [InlineData(0, 0, false, false, 0)]
    [InlineData(0, 7, false, true, 0)]
    [InlineData(0, 0, true, true, 0)]
    [InlineData(0, 7, true, false, 0)]
    [InlineData(1, -30, false, false, -30)]
    [InlineData(2, -30, false, false, -60)]
    [InlineData(2, 30, true, false, -60)]
    [InlineData(1, 1000, false, false, 253)]
    [InlineData(1, -253, false, false, -253)]
    [InlineData(1, -254, false, true, 0)]
    [InlineData(254, int.MinValue, false, true, 0)]
    public void The_number_in_a_file_is_multiplied_by_the_weight(
        int weight, int value, bool reverse, bool isFault, int expected)
    {
        TrackVerdict verdict = Judge(TrackerKind.File, weight, TrackStatus.OfFile(value), reverse);

        Assert.Equal(isFault ? VrrpFaults.TrackedFile : VrrpFaults.None, verdict.Faults);
        Assert.Equal(expected, verdict.Weight);
    }

    [Fact]
    public void A_new_fault_is_told_before_the_end_of_an_old_one()
    {
        var events = new List<VrrpEvent>();
        var before = new TrackVerdict(VrrpFaults.TrackersPending, 0);

        new TrackVerdict(VrrpFaults.TrackedScript, -5).AddChanges(before, TimeSpan.Zero, events);

        Assert.Equal(
            [VrrpEventKind.FaultRaised, VrrpEventKind.WeightChanged, VrrpEventKind.FaultCleared],
            events.ConvertAll(e => e.Kind));
    }

    [Fact]
    public void The_line_of_the_group_wins_if_it_has_a_weight()
    {
        var instance = new VrrpInstanceConfig
        {
            Name = "VI_1",
            TrackScripts = [new TrackConfig("a", 5), new TrackConfig("b", 6)],
        };
        var group = new VrrpSyncGroupConfig
        {
            Name = "G",
            TrackingWeight = true,
            TrackScripts = [new TrackConfig("a", 50), new TrackConfig("b"), new TrackConfig("c", 1)],
        };

        Assert.Equal(
            [("a", 50), ("b", 6), ("c", 1)],
            TrackerSelection.Of(instance, group).Select(tracker => (tracker.Name, tracker.Weight)));
    }

    /// <summary>Each kind of tracker has its own list in both blocks.</summary>
    [Fact]
    public void A_member_has_the_trackers_of_its_group_beside_its_own()
    {
        KeepalivedConfig config = ConfLines.File($$"""
            {{Tracked(1)}}
            {{Tracked(2)}}
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 51
                virtual_ipaddress {
                    192.0.2.100
                }
                {{Tracks(1)}}
            }
            vrrp_sync_group G {
                group {
                    VI_1
                }
                {{Tracks(2)}}
            }
            """);

        Assert.Equal(
            [
                (TrackerKind.Interface, "eth1"), (TrackerKind.Interface, "eth2"),
                (TrackerKind.Script, "s1"), (TrackerKind.Script, "s2"),
                (TrackerKind.File, "f1"), (TrackerKind.File, "f2"),
                (TrackerKind.Process, "p1"), (TrackerKind.Process, "p2"),
                (TrackerKind.Bfd, "b1"), (TrackerKind.Bfd, "b2"),
            ],
            TrackerSelection.Of(config.Instances[0], config.SyncGroups[0])
                .Select(tracker => (tracker.Kind, tracker.Name)));
    }

    private static string Tracked(int number) => $$"""
        vrrp_script s{{number}} {
            script /bin/true
        }
        track_file f{{number}} {
            file /tmp/f{{number}}
        }
        vrrp_track_process p{{number}} {
            process p{{number}}
        }
        bfd_instance b{{number}} {
            neighbor_ip 192.0.2.{{number}}
        }
        """;

    private static string Tracks(int number) => $$"""
        track_interface {
            eth{{number}}
        }
        track_script {
            s{{number}}
        }
        track_file {
            f{{number}}
        }
        track_process {
            p{{number}}
        }
        track_bfd {
            b{{number}}
        }
        """;

    [Fact]
    public void Without_tracking_weight_a_group_has_no_weights()
    {
        var instance = new VrrpInstanceConfig
        {
            Name = "VI_1",
            TrackInterfaces = [new TrackConfig("eth1", 20)],
            TrackScripts = [new TrackConfig("weighted", 5), new TrackConfig("fault")],
            TrackFiles = [new TrackConfig("plain", 1), new TrackConfig("own", 1) { HasOwnWeight = true }],
        };

        Assert.Equal(
            [("eth1", 0), ("fault", 0), ("plain", 0)],
            TrackerSelection.Of(instance, Group("")).Select(tracker => (tracker.Name, tracker.Weight)));
        Assert.Equal(5, TrackerSelection.Of(instance, Group("sync_group_tracking_weight")).Length);
        Assert.Equal(5, TrackerSelection.Of(instance, Group("global_tracking")).Length);
        Assert.Equal(5, TrackerSelection.Of(instance, group: null).Length);
    }

    private static VrrpSyncGroupConfig Group(string line) => ConfLines.File($$"""
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 51
            virtual_ipaddress {
                192.0.2.100
            }
        }
        vrrp_sync_group G {
            group {
                VI_1
            }
            {{line}}
        }
        """).SyncGroups[0];

    private static TrackVerdict Judge(TrackerKind kind, int weight, TrackStatus status, bool reverse = false) =>
        EffectivePriority.Judge(new TrackerParameters(kind, "x", weight, reverse), status);
}
