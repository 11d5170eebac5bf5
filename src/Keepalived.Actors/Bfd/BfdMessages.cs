using System.Collections.Immutable;
using Keepalived.Config.Model;
using Keepalived.Core.Bfd;

namespace Keepalived.Actors.Bfd;

/// <summary>Messages to and from BFD sessions and their supervisor.</summary>
public interface IBfdMessage;

/// <summary>Asked of the supervisor; answered by <see cref="BfdSnapshot"/>.</summary>
public sealed record GetBfdState : IBfdMessage;

/// <param name="Listening">Ports that are listened to, or why not.</param>
public sealed record BfdSnapshot(ImmutableArray<BfdSessionSnapshot> Sessions, ImmutableArray<BfdListener> Listening)
    : IBfdMessage
{
    public static BfdSnapshot Empty { get; } = new([], []);

    public BfdRefusals Refused { get; init; }
}

/// <param name="Failure">Empty while it listens.</param>
public sealed record BfdListener(ushort Port, bool IsV6, string Failure);

/// <summary>Packets that no session took (RFC 5880 6.8.6, RFC 5881 5).</summary>
/// <param name="Malformed">Not a BFD packet, or one that the rules forbid.</param>
/// <param name="Unknown">From nobody that we know.</param>
/// <param name="HopLimit">Travelled too far to be from the neighbour.</param>
public readonly record struct BfdRefusals(long Malformed, long Unknown, long HopLimit);

/// <summary>One session as the dumps show it.</summary>
public sealed record BfdSessionSnapshot
{
    public required BfdInstanceConfig Config { get; init; }

    public BfdSessionState State { get; init; }

    public BfdCounters Counters { get; init; }

    /// <summary>Since the last packet; null before the first.</summary>
    public TimeSpan? SinceReceived { get; init; }

    /// <summary>Empty while sending works.</summary>
    public string SendFailure { get; init; } = "";

    public string Path { get; init; } = "";

    public int Restarts { get; init; }

    public string LastError { get; init; } = "";
}

/// <param name="CameUp">How often the session has come up.</param>
/// <param name="WentDown">How often it has left Up.</param>
public readonly record struct BfdCounters(long Sent, long Received, long SendErrors, long CameUp, long WentDown);

/// <summary>To a session: what may change in place has changed.</summary>
internal sealed record UpdateBfdSession(BfdInstanceConfig Config) : IBfdMessage;

/// <summary>A session failed on the clock's thread: its actor fails with it.</summary>
internal sealed record BfdSessionBroke(Exception Reason) : IBfdMessage;

/// <summary>To the supervisor by itself: look at the sockets again.</summary>
internal sealed record CheckBfdListeners : IBfdMessage
{
    public static CheckBfdListeners Instance { get; } = new();
}

/// <summary>The kernel took a socket away.</summary>
internal sealed record BfdListenerFailed(BfdReceiver Receiver, int Errno) : IBfdMessage;
