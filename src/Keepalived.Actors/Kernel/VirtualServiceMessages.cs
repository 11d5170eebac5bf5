using System.Collections.Immutable;
using Keepalived.Core.Lvs;

namespace Keepalived.Actors.Kernel;

/// <summary>
/// Replaces all that the owner wants in the IPVS table. Answered by <see cref="VirtualServicesApplied"/>.
/// </summary>
public sealed record SetVirtualServices(string Owner, ImmutableArray<VirtualService> Services) : IKernelMessage;

/// <summary>The owner wants nothing any more. Answered like a set.</summary>
public sealed record ReleaseVirtualServices(string Owner) : IKernelMessage;

/// <summary>Replaces the wanted synchronization daemons. Answered by <see cref="VirtualServicesApplied"/>.</summary>
public sealed record SetSyncDaemons(ImmutableArray<SyncDaemon> Daemons) : IKernelMessage;

/// <summary>Every owner has spoken once: what an earlier run left and nobody wants may go.</summary>
public sealed record CompleteVirtualServices : IKernelMessage;

/// <summary>A flush of the table or its time-outs: before anything else, once.</summary>
public sealed record ApplyIpvsCommand(IpvsCommand Command) : IKernelMessage;

/// <summary>All that the owner last wanted is in the table.</summary>
public sealed record VirtualServicesApplied(string Owner) : IKernelMessage;

/// <summary>Answered by an <see cref="IpvsSnapshot"/>.</summary>
public sealed record GetVirtualServices : IKernelMessage;

internal sealed record IpvsDue(int Generation) : IKernelMessage;
