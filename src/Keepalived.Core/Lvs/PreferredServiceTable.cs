using System.Collections.Immutable;
using Keepalived.Core.Ports;

namespace Keepalived.Core.Lvs;

/// <summary>
/// <c>lvs_backend auto</c>: the first plane that this kernel has. Once one is open it stays: services do not wander
/// between planes while the daemon runs, for open connections would be lost. With <paramref name="onlyFirst"/> there is
/// no choice. What an earlier run left in the other plane is removed, since it would take the connections away.
/// </summary>
/// <param name="first">Preferred.</param>
/// <param name="second">Taken where the first is absent.</param>
/// <param name="left">What an earlier run recorded as its own.</param>
/// <param name="onlyFirst">The second is never opened.</param>
public sealed class PreferredServiceTable(
    IVirtualServiceTable first, IVirtualServiceTable second, Func<IpvsOwnership> left, bool onlyFirst = false)
    : IVirtualServiceTable
{
    private IVirtualServiceTable? _chosen;
    private string? _notice;

    public string Plane => (_chosen ?? first).Plane;

    public bool OwnsAll => _chosen?.OwnsAll == true;

    public TimeSpan? VerifyInterval => _chosen?.VerifyInterval;

    public bool IsAsApplied() => _chosen?.IsAsApplied() == true;

    public string? TryOpen()
    {
        if (_chosen is not null)
        {
            return _chosen.TryOpen();
        }

        string? failure = null;
        foreach (IVirtualServiceTable table in onlyFirst ? [first] : new[] { first, second })
        {
            if (table.TryOpen() is not { } why)
            {
                Choose(table);
                return null;
            }

            failure = failure is null ? why : $"{failure}; {why}";
        }

        return failure;
    }

    public string? Dump(IpvsTable table) => _chosen?.Dump(table) ?? (_chosen is null ? "no plane is open" : null);

    public void Apply(IReadOnlyList<IpvsCommand> commands, List<IpvsFailure> failures) =>
        (_chosen ?? first).Apply(commands, failures);

    public ImmutableArray<VirtualServiceStatistics> ReadStatistics() => _chosen?.ReadStatistics() ?? [];

    public IpvsCommand.SetTimeouts? ReadTimeouts() => _chosen?.ReadTimeouts();

    public string? TakeNotice()
    {
        string? notice = _notice;
        _notice = null;
        return notice;
    }

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }

    private void Choose(IVirtualServiceTable table)
    {
        _chosen = table;
        IVirtualServiceTable other = ReferenceEquals(table, first) ? second : first;
        if (other.RemoveLeftovers(left()) is int services and > 0)
        {
            _notice = $"removed {services} virtual service(s) that an earlier run left in {other.Plane}";
        }
    }
}
