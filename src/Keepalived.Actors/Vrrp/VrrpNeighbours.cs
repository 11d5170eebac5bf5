using System.Collections.Concurrent;
using Akka.Actor;

namespace Keepalived.Actors.Vrrp;

/// <summary>Whom an instance talks to.</summary>
/// <param name="Trackers">The tracker supervisor: forwards subscriptions to its trackers.</param>
public sealed record VrrpNeighbours(
    IActorRef Kernel,
    IActorRef Links,
    IActorRef Router,
    IActorRef Trackers,
    VrrpDirectory Directory);

/// <summary>
/// Which actor is which group now; written by the supervisor, read by instances.
/// </summary>
public sealed class VrrpDirectory
{
    internal ConcurrentDictionary<string, IActorRef> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Nobody when there is none (any more).</summary>
    public IActorRef Group(string name) => Groups.GetValueOrDefault(name, ActorRefs.Nobody);
}
