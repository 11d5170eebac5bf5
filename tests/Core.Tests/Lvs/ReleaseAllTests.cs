using System.Net.Sockets;
using Keepalived.Core.Lvs;

namespace Keepalived.Core.Tests.Lvs;

/// <summary>The end of the daemon: nothing of ours stays or comes back, and everybody is answered.</summary>
public sealed class ReleaseAllTests
{
    private readonly InMemoryVirtualServiceTable _table = new();
    private readonly List<IpvsReport> _reports = [];
    private readonly IpvsReconciler _reconciler;

    public ReleaseAllTests()
    {
        _reconciler = new IpvsReconciler(_table, new KeptOwnership());
        _reconciler.SetWanted("one", [Service(1), Service(2)]);
        _reconciler.SetWanted("two", [Service(2), Service(3)]);
        Settle();
    }

    [Fact]
    public void All_goes_and_foreign_services_stay()
    {
        _table.Table.Put(Service(9).Service);

        _reconciler.ReleaseAll();
        Settle();

        Assert.Equal([Service(9).Service.Key], _table.Table.Services);
        Assert.Empty(_reports.OfType<IpvsReport.LeftoverRemoved>());
    }

    [Fact]
    public void Whoever_wants_something_later_is_answered_and_gets_nothing()
    {
        _reconciler.ReleaseAll();
        Settle();
        _reports.Clear();

        _reconciler.SetWanted("one", [Service(1)]);
        _reconciler.Release("two");
        Settle();

        Assert.Empty(_table.Table.Services);
        Assert.Equal(["one", "two"], _reports.Cast<IpvsReport.OwnerApplied>().Select(report => report.Owner).Order());
    }

    private static VirtualService Service(uint mark) =>
        new(new IpvsService(IpvsServiceKey.ForMark(mark, AddressFamily.InterNetwork)) { Scheduler = "rr" }, []);

    private void Settle()
    {
        while (_reconciler.NextDue is { } due && due <= TimeSpan.Zero)
        {
            _reconciler.Step(TimeSpan.Zero, _reports);
        }
    }
}
