using System.Collections.Immutable;
using Keepalived.Core.Kernel;
using Keepalived.Core.Lvs;

namespace Keepalived.Actors.Kernel;

/// <summary>Messages to and from the kernel gateway.</summary>
public interface IKernelMessage;

/// <summary>
/// Apply these commands in order and remember the items as the owner's. The sender gets <see cref="BatchApplied"/> or
/// <see cref="BatchRefused"/>.
/// </summary>
public sealed record ApplyBatch(string Owner, long BatchId, ImmutableArray<KernelCommand> Commands) : IKernelMessage;

/// <summary>
/// At start: what will be applied one day. Nothing of it is done, but the way is paved. Answered like a batch, with
/// <see cref="Id"/>, by whoever does it: once is enough.
/// </summary>
public sealed record RehearseBatch(ImmutableArray<KernelCommand> Commands) : IKernelMessage
{
    /// <summary>No batch has it.</summary>
    public const long Id = -1;
}

/// <summary>Take away everything that the owner has and forget it. Answered like a batch.</summary>
public sealed record ReleaseOwner(string Owner, long BatchId = 0) : IKernelMessage;

/// <summary>
/// Before anything listens: remove what an earlier run left, except what <paramref name="Keep"/> names.
/// </summary>
public sealed record RemoveLeftovers(
    ImmutableArray<KernelItem> Leftovers, ImmutableArray<KernelItem> Keep) : IKernelMessage;

public sealed record BatchApplied(string Owner, long BatchId) : IKernelMessage;

public sealed record BatchRefused(string Owner, long BatchId, ImmutableArray<KernelFailure> Failures) : IKernelMessage;

/// <summary>Somebody else removed something that the owner wants; the gateway has not put it back.</summary>
public sealed record OwnedItemsLost(string Owner, ImmutableArray<KernelItem> Items) : IKernelMessage;

/// <summary>The gateway is new and knows nothing: every owner sends its whole desired state again.</summary>
public sealed record GatewayStarted(int Epoch) : IKernelMessage;

/// <summary>All batches sent before this one have been applied; answered with <see cref="GatewayDrained"/>.</summary>
public sealed record DrainGateway : IKernelMessage;

public sealed record GatewayDrained : IKernelMessage;

/// <param name="WithStatistics">The counters of virtual services too, which have to be read from the kernel.</param>
public sealed record GetKernelState(bool WithStatistics = false) : IKernelMessage;

/// <summary>What the gateway shows of itself.</summary>
public sealed record KernelStateSnapshot(
    int Epoch,
    long BatchesApplied,
    long CommandsApplied,
    long Failures,
    long ItemsRestored,
    int ItemsOwned,
    string LastError,
    ImmutableArray<OwnedItems> Owners)
{
    /// <summary>What carries the virtual servers: <c>IPVS</c> or <c>nftables</c>; empty = there are none.</summary>
    public string LvsBackend { get; init; } = "";

    /// <summary>Counters of our virtual services, if they were asked for.</summary>
    public ImmutableArray<VirtualServiceStatistics> Statistics { get; init; } = [];

    /// <summary>Why virtual servers cannot be written at present; empty = all is well.</summary>
    public string LvsDegradation { get; init; } = "";
}

public sealed record OwnedItems(string Owner, ImmutableArray<KernelItem> Items);
