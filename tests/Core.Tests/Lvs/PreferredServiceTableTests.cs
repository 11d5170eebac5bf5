using System.Net.Sockets;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Core.Tests.Lvs;

/// <summary>The choice of <c>lvs_backend</c>.</summary>
public sealed class PreferredServiceTableTests
{
    private static readonly IpvsCommand s_add =
        new IpvsCommand.AddService(new IpvsService(IpvsServiceKey.ForMark(7, AddressFamily.InterNetwork))
        {
            Scheduler = "rr",
        });

    private static readonly IpvsOwnership s_left =
        new([IpvsServiceKey.ForMark(9, AddressFamily.InterNetwork)], []);

    private readonly Plane _first = new("first");
    private readonly Plane _second = new("second");

    [Fact]
    public void The_first_plane_is_taken_where_it_can_be_opened()
    {
        PreferredServiceTable table = Open(null);
        Assert.Equal("first", table.Plane);
        table.Apply([s_add], []);
        Assert.Equal((1, 0), (_first.Table.Table.Count, _second.Table.Table.Count));
        Assert.Equal(0, _second.Opened);
    }

    [Fact]
    public void The_second_plane_is_taken_where_the_first_is_absent()
    {
        _first.Table.Unavailable = "no IPVS";
        PreferredServiceTable table = Open(null);
        Assert.Equal("second", table.Plane);
        table.Apply([s_add], []);
        Assert.Equal((0, 1), (_first.Table.Table.Count, _second.Table.Table.Count));
    }

    [Fact]
    public void Services_do_not_wander_when_the_first_plane_comes_later()
    {
        _first.Table.Unavailable = "no IPVS";
        PreferredServiceTable table = Open(null);
        _first.Table.Unavailable = null;
        Assert.Null(table.TryOpen());
        Assert.Equal("second", table.Plane);
    }

    [Fact]
    public void Where_none_can_be_opened_both_reasons_are_told_and_the_next_attempt_counts()
    {
        (_first.Table.Unavailable, _second.Table.Unavailable) = ("no IPVS", "no nf_tables");
        PreferredServiceTable table = Open("no IPVS; no nf_tables");
        _second.Table.Unavailable = null;
        Assert.Null(table.TryOpen());
        Assert.Equal("second", table.Plane);
    }

    [Fact]
    public void With_one_plane_asked_for_the_other_is_never_used()
    {
        _first.Table.Unavailable = "no IPVS";
        using PreferredServiceTable table = new(_first, _second, () => s_left, onlyFirst: true);
        Assert.Equal("no IPVS", table.TryOpen());
        Assert.Equal(0, _second.Opened);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_an_earlier_run_left_in_the_other_plane_is_removed_and_told_once(bool onlyFirst)
    {
        _second.Leftovers = 3;
        using PreferredServiceTable table = new(_first, _second, () => s_left, onlyFirst);
        Assert.Null(table.TryOpen());
        Assert.Equal("removed 3 virtual service(s) that an earlier run left in second", table.TakeNotice());
        Assert.Null(table.TakeNotice());
        Assert.Equal(0, _second.Leftovers);
        Assert.Same(s_left, _second.Told);
    }

    private PreferredServiceTable Open(string? failure)
    {
        PreferredServiceTable table = new(_first, _second, () => s_left);
        Assert.Equal(failure, table.TryOpen());
        return table;
    }

    private sealed class Plane(string name) : IVirtualServiceTable
    {
        public InMemoryVirtualServiceTable Table { get; } = new();

        public int Opened { get; private set; }

        public int Leftovers { get; set; }

        public IpvsOwnership? Told { get; private set; }

        string IVirtualServiceTable.Plane => name;

        public string? TryOpen()
        {
            Opened++;
            return Table.TryOpen();
        }

        public string? Dump(IpvsTable table) => Table.Dump(table);

        public void Apply(IReadOnlyList<IpvsCommand> commands, List<IpvsFailure> failures) =>
            Table.Apply(commands, failures);

        public int RemoveLeftovers(IpvsOwnership left)
        {
            Told = left;
            int removed = Leftovers;
            Leftovers = 0;
            return removed;
        }

        public void Dispose() => Table.Dispose();
    }
}
