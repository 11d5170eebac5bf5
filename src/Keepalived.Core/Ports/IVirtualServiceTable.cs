using Keepalived.Core.Lvs;

namespace Keepalived.Core.Ports;

/// <summary>
/// A data plane that spreads connections over real servers. Blocking; called by the kernel gateway alone.
/// </summary>
public interface IVirtualServiceTable : IDisposable
{
    /// <summary>What people call it; the one in use, where there is a choice.</summary>
    string Plane => "IPVS";

    /// <summary>All that a dump shows is ours, whatever the record of ownership says.</summary>
    bool OwnsAll => false;

    /// <summary>How often it may be compared, if that costs nothing without a change; null = it has no view.</summary>
    TimeSpan? VerifyInterval => null;

    /// <summary>Makes it ready (loads the kernel's module if allowed); null, or why it is not available.</summary>
    string? TryOpen();

    /// <summary>
    /// Fills <paramref name="table"/> with all there is, foreign services too; null, or what went wrong.
    /// </summary>
    string? Dump(IpvsTable table);

    /// <summary>
    /// Applies the commands in order in as few system calls as possible. "Already gone" is success; a refused command
    /// is appended to <paramref name="failures"/> and the rest goes on.
    /// </summary>
    void Apply(IReadOnlyList<IpvsCommand> commands, List<IpvsFailure> failures);
}

/// <summary>
/// Remembers beyond the life of the process which services are ours: IPVS has no mark of its own for that.
/// </summary>
public interface IServiceOwnershipRecord
{
    /// <summary>What an earlier run has left; empty when there is no readable record.</summary>
    IReadOnlyCollection<IpvsServiceKey> Load();

    /// <summary>Replaces the record; null, or what went wrong.</summary>
    string? Save(IReadOnlyCollection<IpvsServiceKey> services);
}
