using System.Collections.Immutable;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Notify;
using Keepalived.Core.Ports;

namespace Keepalived.Core.Tests.Lvs;

public sealed class SyncDaemonTests
{
    private static readonly SyncDaemon Master = new(SyncDaemonState.Master, "eth1", 51);
    private static readonly SyncDaemon Backup = new(SyncDaemonState.Backup, "eth1", 51);

    private readonly InMemoryVirtualServiceTable _table = new();
    private readonly List<IpvsReport> _reports = [];
    private readonly KeptOwnership _record = new();
    private IpvsReconciler _reconciler;
    private TimeSpan _now = TimeSpan.FromHours(1);

    public SyncDaemonTests() => _reconciler = new IpvsReconciler(_table, _record);

    [Theory]
    [InlineData(null, SyncDaemonState.Backup)]
    [InlineData(NotifiedState.Master, SyncDaemonState.Master)]
    [InlineData(NotifiedState.Fault, SyncDaemonState.Backup)]
    [InlineData(NotifiedState.Backup, SyncDaemonState.Backup)]
    public void The_daemon_follows_the_named_instance_and_takes_its_VRID(NotifiedState? state, SyncDaemonState expected)
    {
        KeepalivedConfig config = Config(new LvsSyncDaemonConfig("eth1") { Instance = "VI_1" });

        Assert.Equal(new SyncDaemon(expected, "eth1", 51), Assert.Single(SyncDaemonPlan.Of(config, state)));
    }

    [Fact]
    public void The_old_line_of_an_instance_makes_the_daemon_follow_it()
    {
        KeepalivedConfig config = ConfLines.File("""
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 51
                lvs_sync_daemon_interface eth1
                virtual_ipaddress {
                    192.0.2.100
                }
            }
            virtual_server 198.51.100.1 80 {
                protocol TCP
                lvs_sched rr
                real_server 192.0.2.1 80 {
                }
            }
            """);

        Assert.Equal(Master, Assert.Single(SyncDaemonPlan.Of(config, NotifiedState.Master)));
    }

    [Fact]
    public void Without_an_instance_both_run_with_all_that_was_written()
    {
        KeepalivedConfig config = ConfLines.File("""
            global_defs {
                lvs_sync_daemon eth1 id 7 maxlen 1400 port 9000 ttl 3 group 224.0.0.82
            }
            virtual_server 198.51.100.1 80 {
                protocol TCP
                lvs_sched rr
                real_server 192.0.2.1 80 {
                }
            }
            """);

        ImmutableArray<SyncDaemon> plan = SyncDaemonPlan.Of(config, null);

        Assert.Equal([SyncDaemonState.Master, SyncDaemonState.Backup], plan.Select(daemon => daemon.State));
        Assert.All(plan, daemon => Assert.Equal((7, 1400, 9000, 3, "224.0.0.82"), (
            daemon.SyncId, daemon.MaxLength, daemon.Port, daemon.TimeToLive, daemon.Group.ToString())));
    }

    [Fact]
    public void A_change_of_role_stops_one_and_starts_the_other()
    {
        Set(Backup);
        Set(Master);
        Set();

        Assert.Equal(
            [
                new IpvsCommand.StartSyncDaemon(Backup), new IpvsCommand.StartSyncDaemon(Master),
                new IpvsCommand.StopSyncDaemon(SyncDaemonState.Backup),
                new IpvsCommand.StopSyncDaemon(SyncDaemonState.Master),
            ],
            _table.Applied);
        Assert.Equal(3, _reports.Count(r => r is IpvsReport.OwnerApplied { Owner: IpvsReconciler.SyncDaemonOwner }));
        Assert.Null(_reconciler.NextDue);
    }

    [Fact]
    public void One_that_runs_as_wanted_is_kept_and_another_one_is_replaced()
    {
        _table.Table.SyncDaemons[SyncDaemonState.Master] =
            Master with { Port = 8848, TimeToLive = 1, MaxLength = 1472 };
        _table.Table.SyncDaemons[SyncDaemonState.Backup] = Backup with { Interface = "eth9" };

        Set(Master, Backup);

        Assert.Equal(
            [new IpvsCommand.StopSyncDaemon(SyncDaemonState.Backup), new IpvsCommand.StartSyncDaemon(Backup)],
            _table.Applied);
    }

    [Fact]
    public void Those_of_another_program_are_left_alone()
    {
        _table.Table.SyncDaemons[SyncDaemonState.Backup] = Backup;

        Set(Master);
        Set();

        Assert.True(_table.Table.SyncDaemons.ContainsKey(SyncDaemonState.Backup));
    }

    [Fact]
    public void Other_settings_begin_anew_even_where_the_kernel_does_not_show_them()
    {
        Set(Master with { MaxLength = 1400 });
        Set(Master with { MaxLength = 1200 });

        Assert.Equal(1200, _table.Table.SyncDaemons[SyncDaemonState.Master].MaxLength);
    }

    [Fact]
    public void One_that_another_program_stopped_is_started_again_and_told_once()
    {
        Set(Master);
        _table.Table.SyncDaemons.Clear();

        _now += TimeSpan.FromSeconds(11);
        Settle();

        Assert.True(_table.Table.SyncDaemons.ContainsKey(SyncDaemonState.Master));
        Assert.Single(_reports, report => report is IpvsReport.SyncDaemonLost);
    }

    [Fact]
    public void A_refusal_is_told_once_and_tried_again()
    {
        _table.Refuse = static command => command is IpvsCommand.StartSyncDaemon ? 19 : 0;
        Set(Master);
        _now += TimeSpan.FromSeconds(11);
        Settle();
        Assert.Single(_reports, report => report is IpvsReport.Refused);
        Assert.DoesNotContain(_reports, report => report is IpvsReport.SyncDaemonLost);

        _table.Refuse = static _ => 0;
        _now += TimeSpan.FromSeconds(11);
        Settle();
        Assert.True(_table.Table.SyncDaemons.ContainsKey(SyncDaemonState.Master));
    }

    [Fact]
    public void A_stop_is_answered_where_there_is_no_IPVS()
    {
        _table.Unavailable = "no such module";
        Set(Master);
        _reports.Clear();

        Set();

        Assert.Contains(new IpvsReport.OwnerApplied(IpvsReconciler.SyncDaemonOwner), _reports);
    }

    [Fact]
    public void One_that_a_killed_run_left_is_stopped_and_one_of_others_is_not()
    {
        Set(Master);
        Assert.Equal([SyncDaemonState.Master], _record.Saved.SyncDaemons);
        _table.Table.SyncDaemons[SyncDaemonState.Backup] = Master with { State = SyncDaemonState.Backup };

        _reconciler = new IpvsReconciler(_table, _record);
        Settle();
        Assert.Equal(2, _table.Table.SyncDaemons.Count);
        _reconciler.CompleteStart();
        Settle();

        Assert.Equal([SyncDaemonState.Backup], _table.Table.SyncDaemons.Keys);
        Assert.Empty(_record.Saved.SyncDaemons);
    }

    [Fact]
    public void One_that_a_killed_run_left_is_kept_where_it_is_wanted()
    {
        Set(Master);
        _table.Applied.Clear();

        _reconciler = new IpvsReconciler(_table, _record);
        Set(Master);
        _reconciler.CompleteStart();
        Settle();
        Assert.Empty(_table.Applied);

        Set();
        Assert.Empty(_table.Table.SyncDaemons);
        Assert.Empty(_record.Saved.SyncDaemons);
    }

    private static KeepalivedConfig Config(LvsSyncDaemonConfig daemon) => new()
    {
        Global = new GlobalConfig { LvsSyncDaemon = daemon },
        Instances = [new VrrpInstanceConfig { Name = "VI_1", VirtualRouterId = 51 }],
    };

    private void Set(params SyncDaemon[] daemons)
    {
        _reconciler.SetSyncDaemons([.. daemons]);
        Settle();
    }

    private void Settle()
    {
        for (int step = 0; step < 100 && _reconciler.NextDue is { } due && due <= _now; step++)
        {
            _reconciler.Step(_now, _reports);
        }
    }
}
