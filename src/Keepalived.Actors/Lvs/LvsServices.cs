using Akka.Actor;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Lvs;

/// <summary>The world as the LVS side sees it.</summary>
/// <param name="Gateway">The kernel gateway.</param>
/// <param name="Links">The link monitor, for <c>ha_suspend</c>.</param>
public sealed record LvsServices(
    IProtocolClock Clock, ICheckTransportFactory Checks, IActorRef Gateway, IActorRef Links)
{
    /// <summary>Checks are spread over their interval by numbers drawn from this.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long a stop waits for the gateway; a kernel without IPVS never answers.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(2);
}
