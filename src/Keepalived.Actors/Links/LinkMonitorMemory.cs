using System.Collections.Immutable;
using Akka.Actor;
using Keepalived.Core.Kernel;

namespace Keepalived.Actors.Links;

/// <summary>What was asked of the link monitor and outlives its restarts.</summary>
internal sealed class LinkMonitorMemory
{
    public Dictionary<IActorRef, ImmutableHashSet<string>> Subscribers { get; } = [];

    public LinkPolicies Policies { get; set; } = LinkPolicies.None;

    /// <summary>Somebody has routes or rules.</summary>
    public bool WatchesRouting { get; set; }

    /// <summary>Somebody has a table of nf_tables.</summary>
    public bool WatchesFirewall { get; set; }
}
