using System.Collections.Immutable;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Tests.Lvs;

public sealed class IpvsReconcilerTests
{
    private readonly InMemoryVirtualServiceTable _table = new();
    private readonly Record _record = new();
    private readonly List<IpvsReport> _reports = [];
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void Nothing_is_opened_while_nobody_wants_anything()
    {
        _table.Unavailable = "no such module";
        IpvsReconciler reconciler = Create();
        reconciler.CompleteStart();

        Assert.Null(reconciler.NextDue);
        reconciler.Step(_now, _reports);
        Assert.Empty(_reports);
    }

    [Fact]
    public void Wanted_services_are_written_in_chunks_and_the_owner_hears_of_it()
    {
        IpvsReconciler reconciler = Create();
        reconciler.SetWanted("vs", [Service(80, [.. Enumerable.Range(1, 200).Select(n => Destination(n))])]);

        int steps = Settle(reconciler);

        Assert.Equal(64, _table.LargestBatch);
        Assert.Equal(201, _table.Applied.Count);
        Assert.True(steps >= 4);
        Assert.Equal([new IpvsReport.OwnerApplied("vs")], _reports);
    }

    [Fact]
    public void Only_the_difference_is_written()
    {
        IpvsReconciler reconciler = Create();
        reconciler.SetWanted("vs", [Service(80, Destination(1), Destination(2))]);
        Settle(reconciler);
        _table.Applied.Clear();

        reconciler.SetWanted("vs", [Service(80, Destination(2, weight: 5), Destination(3))]);
        Settle(reconciler);

        Assert.Collection(
            _table.Applied,
            command => Assert.IsType<IpvsCommand.EditDestination>(command),
            command => Assert.IsType<IpvsCommand.AddDestination>(command),
            command => Assert.IsType<IpvsCommand.RemoveDestination>(command));
    }

    [Fact]
    public void Foreign_services_are_never_touched()
    {
        VirtualService foreign = Service(443, Destination(9));
        Present(foreign);
        IpvsReconciler reconciler = Create();
        reconciler.SetWanted("vs", [Service(80, Destination(1))]);
        Settle(reconciler);
        reconciler.CompleteStart();
        Settle(reconciler);
        reconciler.Release("vs");
        Settle(reconciler);

        Assert.Equal([foreign.Service.Key], _table.Table.Services);
        Assert.Null(reconciler.NextDue);
    }

    [Fact]
    public void Flushed_table_is_restored_at_the_next_comparison()
    {
        IpvsReconciler reconciler = Create();
        reconciler.SetWanted("vs", [Service(80, Destination(1), Destination(2))]);
        Settle(reconciler);
        _reports.Clear();
        _table.Table.Clear();

        _now += IpvsReconcilerOptions.Default.VerifyInterval;
        Settle(reconciler);

        Assert.Equal(2, Destinations(80));
        Assert.Equal([new IpvsReport.DriftFound(Service(80).Service.Key, 3)], _reports);
    }

    [Fact]
    public void Edited_service_and_destination_are_put_right()
    {
        IpvsReconciler reconciler = Create();
        reconciler.SetWanted("vs", [Service(80, Destination(1))]);
        Settle(reconciler);
        _table.Table.Put(Service(80).Service with { Scheduler = "rr" });
        _table.Table.Put(Service(80).Service.Key, Destination(1, weight: 77));
        _table.Table.Put(Service(80).Service.Key, Destination(5));

        _now += IpvsReconcilerOptions.Default.VerifyInterval;
        Settle(reconciler);

        Assert.True(_table.Table.TryGet(Service(80).Service.Key, out IpvsService? service, out var destinations));
        Assert.Equal("wrr", service.Scheduler);
        Assert.Equal([Destination(1)], destinations.Values);
    }

    [Fact]
    public void What_a_killed_daemon_left_is_adopted_if_wanted_and_removed_if_not()
    {
        VirtualService wanted = Service(80, Destination(1));
        VirtualService leftover = Service(81, Destination(1));
        VirtualService foreign = Service(82, Destination(1));
        Present(wanted, leftover, foreign);
        _record.Saved = [wanted.Service.Key, leftover.Service.Key, Service(83).Service.Key];
        IpvsReconciler reconciler = Create();
        reconciler.SetWanted("vs", [wanted]);
        Settle(reconciler);
        Assert.Equal(3, _table.Table.Count);

        reconciler.CompleteStart();
        Settle(reconciler);

        Assert.Equal([wanted.Service.Key, foreign.Service.Key], _table.Table.Services);
        Assert.Equal(new IpvsCommand.RemoveService(leftover.Service.Key), Assert.Single(_table.Applied));
        Assert.Equal([wanted.Service.Key], _record.Saved.ToArray());
    }

    [Fact]
    public void Services_are_recorded_as_ours_before_they_are_made()
    {
        bool wasRecorded = false;
        _table.Refuse = command =>
        {
            wasRecorded |= command is IpvsCommand.AddService add && _record.Saved.Contains(add.Service.Key);
            return 0;
        };
        IpvsReconciler reconciler = Create();

        reconciler.SetWanted("vs", [Service(80)]);
        Settle(reconciler);

        Assert.True(wasRecorded);
        reconciler.Release("vs");
        Settle(reconciler);
        Assert.Empty(_record.Saved);
    }

    [Fact]
    public void A_plane_that_knows_its_own_is_not_recorded_and_old_entries_go()
    {
        _record.Saved = [Service(81).Service.Key];
        _table.OwnsAll = true;
        IpvsReconciler reconciler = Create();

        reconciler.SetWanted("vs", [Service(80)]);
        reconciler.CompleteStart();
        Settle(reconciler);

        Assert.Equal([Service(80).Service.Key], _table.Table.Services);
        Assert.Empty(_record.Saved);
    }

    [Fact]
    public void Without_IPVS_it_is_degraded_once_and_tried_again_with_back_off()
    {
        _table.Unavailable = "no IPVS";
        IpvsReconciler reconciler = Create();
        reconciler.SetWanted("vs", [Service(80, Destination(1))]);
        List<double> waits = [];
        for (int i = 0; i < 9; i++)
        {
            reconciler.Step(_now, _reports);
            waits.Add((reconciler.NextDue!.Value - _now).TotalSeconds);
            _now = reconciler.NextDue.Value;
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], waits);
        Assert.Equal([new IpvsReport.Degraded("no IPVS")], _reports);
        Assert.Single(reconciler.Snapshot().Wanted);

        _table.Unavailable = null;
        Settle(reconciler);

        Assert.Equal(1, Destinations(80));
        Assert.Equal([new IpvsReport.Recovered(), new IpvsReport.OwnerApplied("vs")], _reports[1..]);
    }

    [Fact]
    public void Without_IPVS_an_owner_that_leaves_is_answered_all_the_same()
    {
        _table.Unavailable = "no IPVS";
        IpvsReconciler reconciler = Create();
        reconciler.SetWanted("vs", [Service(80, Destination(1))]);
        reconciler.Step(_now, _reports);

        reconciler.Release("vs");
        reconciler.Step(_now, _reports);

        Assert.Equal([new IpvsReport.Degraded("no IPVS"), new IpvsReport.OwnerApplied("vs")], _reports);
        Assert.Null(reconciler.NextDue);
        Assert.Empty(_record.Saved);
    }

    [Fact]
    public void Refused_command_is_told_once_and_tried_again_until_it_passes()
    {
        bool refuses = true;
        _table.Refuse = command => refuses && command is IpvsCommand.AddDestination ? 12 : 0;
        IpvsReconciler reconciler = Create();
        reconciler.SetWanted("vs", [Service(80, Destination(1), Destination(2))]);
        for (int i = 0; i < 5; i++)
        {
            Settle(reconciler);
            _now += IpvsReconcilerOptions.Default.VerifyInterval;
        }

        Assert.Equal(2, _reports.Count(report => report is IpvsReport.Refused));
        Assert.DoesNotContain(_reports, report => report is IpvsReport.DriftFound);
        refuses = false;
        Settle(reconciler);

        Assert.Equal(2, Destinations(80));
    }

    [Fact]
    public void Entry_that_appeared_meanwhile_is_looked_at_again()
    {
        IpvsReconciler reconciler = Create();
        reconciler.SetWanted("vs", [Service(80)]);
        Settle(reconciler);
        _table.Table.Put(Service(80).Service.Key, Destination(1, weight: 9));

        reconciler.SetWanted("vs", [Service(80, Destination(1))]);
        Settle(reconciler);

        Assert.True(_table.Table.TryGet(Service(80).Service.Key, out _, out var destinations));
        Assert.Equal([Destination(1)], destinations.Values);
    }

    [Fact]
    public void Two_owners_share_a_service_until_the_last_one_leaves()
    {
        IpvsReconciler reconciler = Create();
        reconciler.SetWanted("a", [Service(80, Destination(1))]);
        reconciler.SetWanted("b", [Service(80, Destination(1), Destination(2))]);
        Settle(reconciler);
        Assert.Equal(2, Destinations(80));

        reconciler.Release("b");
        Settle(reconciler);
        Assert.Equal(1, Destinations(80));

        reconciler.Release("a");
        Settle(reconciler);
        Assert.Equal(0, _table.Table.Count);
    }

    [Fact]
    public void Flush_comes_first_and_all_is_built_up_again()
    {
        Present(Service(443));
        IpvsReconciler reconciler = Create();
        FirstTable.Want(reconciler, ConfLines.File("""
            global_defs {
                lvs_flush
            }
            virtual_server 198.51.100.1 80 {
                protocol TCP
                lvs_sched rr
                real_server 192.0.2.1 80 {
                }
            }
            """));

        Settle(reconciler);

        Assert.IsType<IpvsCommand.Flush>(_table.Applied[0]);
        Assert.Equal([Service(80).Service.Key], _table.Table.Services);
        Assert.Equal(1, Destinations(80));
    }

    [Fact]
    public void Timeouts_that_are_wanted_no_more_are_again_what_they_were_before()
    {
        IpvsReconciler reconciler = Create();
        reconciler.SetTimeouts(new IpvsCommand.SetTimeouts(901, 0, 301));
        Settle(reconciler);
        Assert.Equal(new IpvsCommand.SetTimeouts(901, 120, 301), _table.Timeouts);

        reconciler.SetTimeouts(new IpvsCommand.SetTimeouts(0, 121, 301));
        Settle(reconciler);
        Assert.Equal(new IpvsCommand.SetTimeouts(900, 121, 301), _table.Timeouts);

        reconciler.SetTimeouts(null);
        Settle(reconciler);
        Assert.Equal(new IpvsCommand.SetTimeouts(900, 120, 300), _table.Timeouts);

        // Nobody wants anything any more: what others set now stays.
        _table.Applied.Clear();
        reconciler.SetTimeouts(null);
        Settle(reconciler);
        Assert.Empty(_table.Applied);
    }

    [Fact]
    public void It_is_settled_when_all_is_written_or_nothing_can_be()
    {
        IpvsReconciler reconciler = Create();
        Assert.True(reconciler.IsSettled);
        reconciler.SetWanted("vs", [Service(80, [.. Enumerable.Range(1, 100).Select(n => Destination(n))])]);
        reconciler.Step(_now, _reports);
        Assert.False(reconciler.IsSettled);
        Settle(reconciler);
        Assert.True(reconciler.IsSettled);

        _table.Unavailable = "no such module";
        reconciler = Create();
        reconciler.SetWanted("vs", [Service(80)]);
        Assert.False(reconciler.IsSettled);
        reconciler.Step(_now, _reports);
        Assert.True(reconciler.IsSettled);
    }

    [Fact]
    public void A_refusal_says_what_was_to_be_done_and_why_it_was_not()
    {
        VirtualService service = Service(80, Destination(1));
        string Said(IpvsCommand command) => new IpvsFailure(command, 95, "not here").ToString();

        Assert.Equal(
            $"to add virtual server {service.Service.Key}: not here",
            Said(new IpvsCommand.AddService(service.Service)));
        Assert.Equal(
            $"to remove {service.Destinations[0].Key} from virtual server {service.Service.Key}: not here",
            Said(new IpvsCommand.RemoveDestination(service.Service.Key, service.Destinations[0].Key)));
    }

    private IpvsReconciler Create() => new(_table, _record);

    private int Settle(IpvsReconciler reconciler)
    {
        int steps = 0;
        while (reconciler.NextDue is { } due && due <= _now)
        {
            Assert.True(++steps < 100, "it never comes to rest");
            reconciler.Step(_now, _reports);
        }

        return steps;
    }

    private void Present(params VirtualService[] services)
    {
        foreach (VirtualService service in services)
        {
            _table.Table.Put(service.Service);
            foreach (IpvsDestination destination in service.Destinations)
            {
                _table.Table.Put(service.Service.Key, destination);
            }
        }
    }

    private int Destinations(ushort port) =>
        _table.Table.TryGet(Service(port).Service.Key, out _, out var destinations) ? destinations.Count : -1;

    private static VirtualService Service(ushort port, params IpvsDestination[] destinations) => new(
        new IpvsService(IpvsServiceKey.ForAddress(6, IpAddress.Parse("198.51.100.1"), port)) { Scheduler = "wrr" },
        [.. destinations]);

    private static IpvsDestination Destination(int number, int weight = 1) =>
        new(new IpvsDestinationKey(IpAddress.Parse($"192.0.2.{number}"), 8080)) { Weight = weight };

    private sealed class Record : IServiceOwnershipRecord
    {
        public ImmutableArray<IpvsServiceKey> Saved { get; set; } = [];

        public IpvsOwnership Load() => new(Saved, []);

        public string? Save(IpvsOwnership ownership)
        {
            Saved = [.. ownership.Services];
            return null;
        }
    }
}
