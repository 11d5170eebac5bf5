using System.Collections.Immutable;
using Akka.Actor;

namespace Keepalived.Actors.Links;

/// <summary>What was asked of the link monitor and outlives its restarts.</summary>
internal sealed class LinkMonitorMemory
{
    public Dictionary<IActorRef, ImmutableHashSet<string>> Subscribers { get; } = [];

    /// <summary>Somebody has routes or rules.</summary>
    public bool WatchesRouting { get; set; }
}
