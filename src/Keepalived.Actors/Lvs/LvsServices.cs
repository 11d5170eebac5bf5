using Akka.Actor;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Lvs;

/// <summary>The world as the LVS side sees it.</summary>
/// <param name="Clock">Of the checkers: not the protocol's, which nobody may delay.</param>
/// <param name="Gateway">The kernel gateway.</param>
/// <param name="Links">The link monitor, for <c>ha_suspend</c>.</param>
public sealed record LvsServices(
    ITimerClock Clock, ICheckTransportFactory Checks, IActorRef Gateway, IActorRef Links)
{
    /// <summary>Spreads the checks over their interval.</summary>
    public CheckSpread Spread { get; init; } = new(1);

    /// <summary>
    /// The table was flushed if asked for, and filled, before the actors began (<see cref="Core.Lvs.FirstTable"/>).
    /// </summary>
    public bool TableIsPrepared { get; init; }

    /// <summary>
    /// Writes an informational line, from any thread and without blocking; null: the actor system's logger does. There
    /// are thousands of lines at a start and when a rack fails, and each costs that logger 3 kB and a message.
    /// </summary>
    public Action<string>? Log { get; init; }

    /// <summary>Checkers of the start that are yet to begin.</summary>
    internal StartingCheckers Starting { get; } = new();

    /// <summary>How long a stop waits for the gateway; a kernel without IPVS never answers.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(2);
}
