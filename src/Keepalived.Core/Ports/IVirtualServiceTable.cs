using System.Collections.Immutable;
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

    /// <summary>
    /// True: since the last dump it holds what was applied and nothing else, and that is certain without a dump.
    /// </summary>
    bool IsAsApplied() => false;

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

    /// <summary>Counters of all that is in the table, foreign services too; empty if they cannot be read.</summary>
    ImmutableArray<VirtualServiceStatistics> ReadStatistics() => [];

    /// <summary>The time-outs of connections as they are; null where there are none or they cannot be read.</summary>
    IpvsCommand.SetTimeouts? ReadTimeouts() => null;

    /// <summary>
    /// Another plane carries the services now: removes what an earlier run left in this one. How many services it was.
    /// </summary>
    /// <param name="left">What the record of ownership names; a plane that knows its own does not need it.</param>
    int RemoveLeftovers(IpvsOwnership left) => 0;

    /// <summary>Something that people should hear once, and is forgotten then; null = nothing.</summary>
    string? TakeNotice() => null;
}

/// <summary>
/// Remembers beyond the life of the process what is ours: IPVS has no mark of its own for that.
/// </summary>
public interface IServiceOwnershipRecord
{
    /// <summary>What an earlier run has left; empty when there is no readable record.</summary>
    IpvsOwnership Load();

    /// <summary>Replaces the record; null, or what went wrong.</summary>
    string? Save(IpvsOwnership ownership);
}
