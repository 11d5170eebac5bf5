using Keepalived.Core.Ports;

namespace Keepalived.Core.Lvs;

/// <summary>
/// <c>lvs_backend auto</c>: the first plane that this kernel has. Once one is open it stays: services do not wander
/// between planes while the daemon runs.
/// </summary>
public sealed class PreferredServiceTable(IVirtualServiceTable first, IVirtualServiceTable second)
    : IVirtualServiceTable
{
    private IVirtualServiceTable? _chosen;

    public string Plane => (_chosen ?? first).Plane;

    public bool OwnsAll => _chosen?.OwnsAll == true;

    public TimeSpan? VerifyInterval => _chosen?.VerifyInterval;

    public string? TryOpen()
    {
        if (_chosen is not null)
        {
            return _chosen.TryOpen();
        }

        string? failure = null;
        foreach (IVirtualServiceTable table in new[] { first, second })
        {
            if (table.TryOpen() is not { } why)
            {
                _chosen = table;
                return null;
            }

            failure = failure is null ? why : $"{failure}; {why}";
        }

        return failure;
    }

    public string? Dump(IpvsTable table) => _chosen?.Dump(table) ?? (_chosen is null ? "no plane is open" : null);

    public void Apply(IReadOnlyList<IpvsCommand> commands, List<IpvsFailure> failures) =>
        (_chosen ?? first).Apply(commands, failures);

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }
}
