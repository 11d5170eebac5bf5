using System.Net.Sockets;
using Keepalived.Core.Lvs;
using Keepalived.Core.Lvs.Marking;
using Keepalived.Core.Ports;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Tests.Lvs.Marking;

/// <summary>When the marking's table is written, found changed, and removed.</summary>
public sealed class MarkingReconcilerTests
{
    private static readonly GroupMarking s_web = Marking("web");

    private readonly InMemoryVirtualServiceTable _table = new();
    private readonly FakeNftables _nft = new();
    private readonly KeptOwnership _record = new();
    private readonly List<IpvsReport> _reports = [];
    private IpvsReconciler _reconciler;
    private TimeSpan _now = TimeSpan.FromHours(1);

    public MarkingReconcilerTests() => _reconciler = Create();

    [Fact]
    public void A_table_is_recorded_before_it_is_there_and_forgotten_when_it_is_gone()
    {
        _nft.Ran = _ => Assert.Equal(["web"], _record.Saved.Markings);
        Set(s_web);
        Assert.Single(_nft.Scripts);
        Set(s_web);
        Assert.Single(_nft.Scripts);

        _nft.Ran = null;
        Set(null);

        Assert.Equal([MarkingText.Removal("web") + MarkingText.Whole(s_web, false), MarkingText.Removal("web")],
            _nft.Scripts);
        Assert.Empty(_record.Saved.Markings);
        Assert.Null(_reconciler.NextDue);
    }

    [Fact]
    public void Another_name_takes_the_old_table_away_in_the_same_transaction()
    {
        Set(s_web);
        Set(Marking("other"));

        Assert.Equal(
            MarkingText.Removal("web") + MarkingText.Removal("other") + MarkingText.Whole(Marking("other"), false),
            _nft.Scripts[^1]);
        Assert.Equal(["other"], _record.Saved.Markings);
    }

    [Fact]
    public void What_a_killed_run_left_is_replaced_or_removed()
    {
        Set(s_web);
        _reconciler = Create();
        Set(Marking("other"));
        Assert.StartsWith(MarkingText.Removal("web"), _nft.Scripts[^1], StringComparison.Ordinal);

        _reconciler = Create();
        Set(null);
        Assert.Equal(MarkingText.Removal("other"), _nft.Scripts[^1]);
        Assert.Empty(_record.Saved.Markings);
    }

    [Fact]
    public void A_table_that_somebody_changed_is_written_anew_and_said_once()
    {
        Set(s_web);
        Later();
        Assert.Single(_nft.Scripts);

        _nft.Change("web", "something else");
        Later();
        Later();

        Assert.Equal(2, _nft.Scripts.Count);
        Assert.Equal([new IpvsReport.MarkingChanged("web")], _reports);

        _nft.Change("foreign", "whatever");
        Later();
        Assert.Equal(2, _nft.Scripts.Count);
    }

    [Fact]
    public void Without_nf_tables_it_is_said_once_and_tried_again()
    {
        _nft.Failure = "no nf_tables";
        Set(s_web);
        Later();
        Later();
        Assert.Equal([new IpvsReport.MarkingFailed("web", "no nf_tables")], _reports);
        Assert.Equal(3, _nft.Scripts.Count);
        Assert.True(_reconciler.NextDue > _now, "it does not try for ever");

        _nft.Failure = null;
        Later();
        Assert.Equal(new IpvsReport.MarkingRecovered(), _reports[^1]);
    }

    [Fact]
    public void Where_nftables_carries_the_services_the_mark_comes_before_NAT()
    {
        IpvsService service = new(IpvsServiceKey.ForMark(1000, AddressFamily.InterNetwork)) { Scheduler = "rr" };
        _reconciler = new IpvsReconciler(new Nftables(_table), _record) { Marking = new MarkingTable(_nft) };
        _reconciler.SetWanted("vs", [new VirtualService(service, [])]);
        Set(s_web);

        Assert.Contains("hook prerouting", _nft.Scripts[^1], StringComparison.Ordinal);
        Assert.Equal(["web"], _record.Saved.Markings);
        Assert.Empty(_record.Saved.Services);
    }

    private static GroupMarking Marking(string table)
    {
        IpAddress address = IpAddress.Parse("192.0.2.1");
        return new GroupMarking(table, -1, false, [new MarkedRange(6, address, address, 80, 1000)]);
    }

    private IpvsReconciler Create() => new(_table, _record) { Marking = new MarkingTable(_nft) };

    private void Set(GroupMarking? marking)
    {
        _reconciler.SetMarking(marking);
        Settle();
    }

    private void Later()
    {
        _now += TimeSpan.FromSeconds(10);
        Settle();
    }

    private void Settle()
    {
        for (int step = 0; step < 100 && _reconciler.NextDue is { } due && due <= _now; step++)
        {
            _reconciler.Step(_now, _reports);
        }
    }

    private sealed class Nftables(InMemoryVirtualServiceTable table) : IVirtualServiceTable
    {
        public string Plane => "nftables";

        public bool OwnsAll => true;

        public string? TryOpen() => table.TryOpen();

        public string? Dump(IpvsTable into) => table.Dump(into);

        public void Apply(IReadOnlyList<IpvsCommand> commands, List<IpvsFailure> failures) =>
            table.Apply(commands, failures);

        public void Dispose() => table.Dispose();
    }

    /// <summary>A rule set that is nothing but what was said last of each table.</summary>
    private sealed class FakeNftables : INftables
    {
        private readonly Dictionary<string, string> _tables = new(StringComparer.Ordinal);
        private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
        private uint _generation = 1;

        public List<string> Scripts { get; } = [];

        public string? Failure { get; set; }

        public Action<string>? Ran { get; set; }

        public void Change(string table, string content)
        {
            _generation++;
            _changed.Add(table);
            _tables[table] = content;
        }

        public string? TryOpen() => Failure;

        public NftablesResult Run(string script)
        {
            Scripts.Add(script);
            Ran?.Invoke(script);
            if (Failure is null)
            {
                Change("web", script);
            }

            return new NftablesResult("", Failure);
        }

        public NftablesResult RunForJson(string script) => Run(script);

        public string ListStructure(string table) => ListTable(table);

        public string ListTable(string table) => _tables.GetValueOrDefault(table[(table.IndexOf(' ') + 1)..], "");

        public uint? ReadGeneration() => Failure is null ? _generation : null;

        public bool? HasChanged(string table, uint generation) => _changed.Contains(table);

        public void ForgetChanges() => _changed.Clear();

        public void Dispose() => _changed.Clear();
    }
}
