using System.Collections.Immutable;
using Keepalived.Core.Lvs;
using Keepalived.Core.Lvs.Marking;

namespace Keepalived.Actors.Kernel;

/// <summary>What the kernel gateway hands on to the part that writes virtual services.</summary>
public interface IVirtualServiceMessage : IKernelMessage;

/// <summary>
/// Replaces all that the owner wants in the IPVS table. Answered by <see cref="VirtualServicesApplied"/>.
/// </summary>
public sealed record SetVirtualServices(string Owner, ImmutableArray<VirtualService> Services) : IVirtualServiceMessage;

/// <summary>The owner wants nothing any more. Answered like a set.</summary>
public sealed record ReleaseVirtualServices(string Owner) : IVirtualServiceMessage;

/// <summary>The daemon ends and nobody wants anything any more, whatever is still said. Not answered.</summary>
public sealed record ReleaseAllVirtualServices : IVirtualServiceMessage;

/// <summary>Replaces the wanted synchronization daemons. Answered by <see cref="VirtualServicesApplied"/>.</summary>
public sealed record SetSyncDaemons(ImmutableArray<SyncDaemon> Daemons) : IVirtualServiceMessage;

/// <summary>Replaces what is marked for groups (<c>nftables_ipvs</c>); null = nothing.</summary>
public sealed record SetGroupMarking(GroupMarking? Marking) : IVirtualServiceMessage;

/// <summary>
/// Every owner has spoken once: what an earlier run left and nobody wants may go. Answered by
/// <see cref="VirtualServicesSettled"/>.
/// </summary>
public sealed record CompleteVirtualServices : IVirtualServiceMessage;

/// <summary>The table is as all owners want it, or cannot be written at present: checks may begin.</summary>
public sealed record VirtualServicesSettled : IKernelMessage;

/// <summary>Clears the whole table before anything else, once.</summary>
public sealed record FlushVirtualServices : IVirtualServiceMessage;

/// <summary>Replaces the wanted time-outs of connections; null = those that the kernel had before us.</summary>
public sealed record SetConnectionTimeouts(IpvsCommand.SetTimeouts? Timeouts) : IVirtualServiceMessage;

/// <summary>All that the owner last wanted is in the table.</summary>
public sealed record VirtualServicesApplied(string Owner) : IKernelMessage;

/// <summary>Answered by an <see cref="IpvsSnapshot"/>.</summary>
public sealed record GetVirtualServices : IVirtualServiceMessage;

internal sealed record IpvsDue(int Generation) : IVirtualServiceMessage;

/// <summary>
/// Adds what is known of virtual services to the answer to <see cref="GetKernelState"/>, and gives it.
/// </summary>
internal sealed record CompleteKernelState(
    KernelStateSnapshot Snapshot, bool WithStatistics) : IVirtualServiceMessage;
