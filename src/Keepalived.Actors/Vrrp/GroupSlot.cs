using System.Collections.Immutable;
using Akka.Actor;
using Keepalived.Config.Model;

namespace Keepalived.Actors.Vrrp;

/// <summary>What one incarnation of a group actor leaves to the next.</summary>
internal sealed class GroupSlot(VrrpSyncGroupConfig config, ImmutableArray<IActorRef> members)
{
    public VrrpSyncGroupConfig Config { get; set; } = config;

    /// <summary>
    /// Who the members are, in the order of the conf file; Nobody where one has not started. A name alone does not say
    /// it: a reload gives the name of one that ends to another.
    /// </summary>
    public ImmutableArray<IActorRef> Members { get; set; } = members;

    public int Restarts { get; set; }
}
