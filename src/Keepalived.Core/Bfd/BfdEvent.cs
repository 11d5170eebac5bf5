using Keepalived.Wire.Bfd;

namespace Keepalived.Core.Bfd;

public enum BfdEventKind : byte
{
    Started,
    PacketReceived,

    /// <summary>The send timer fired.</summary>
    SendDue,

    /// <summary>The detection timer fired.</summary>
    DetectionExpired,

    /// <summary>The parameters given with this event are new.</summary>
    Reconfigured,

    /// <summary>The session ends: administratively down, and the peer is told.</summary>
    Stopped,
}

/// <summary>What happens to a session.</summary>
/// <param name="Now">Monotonic.</param>
/// <param name="Fraction">A random number 0..1, for the jitter of the next packet.</param>
public readonly record struct BfdEvent(BfdEventKind Kind, TimeSpan Now, double Fraction)
{
    /// <summary>Of a timer: one with another number than the state's is stale.</summary>
    public int Generation { get; init; }

    /// <summary>What was received.</summary>
    public BfdControlPacket Packet { get; init; }
}
