using Keepalived.Wire.Bfd;

namespace Keepalived.Core.Bfd;

/// <summary>The state variables of a session (RFC 5880 6.8.1), and the schedule that follows from them.</summary>
public readonly record struct BfdSessionState
{
    /// <summary>No time: a timer that does not run.</summary>
    public static readonly TimeSpan Never = TimeSpan.MaxValue;

    public BfdState Session { get; init; }

    public BfdState Remote { get; init; }

    /// <summary>Never 0, and unlike those of the other sessions here.</summary>
    public uint LocalDiscriminator { get; init; }

    /// <summary>0 = not heard of for a detection time.</summary>
    public uint RemoteDiscriminator { get; init; }

    public BfdDiagnostic Diagnostic { get; init; }

    public BfdDiagnostic RemoteDiagnostic { get; init; }

    public bool RemoteDemand { get; init; }

    public byte RemoteMultiplier { get; init; }

    /// <summary>Desired Min Tx Interval that the peer last sent.</summary>
    public TimeSpan RemoteTransmit { get; init; }

    /// <summary>Required Min Rx Interval that the peer last sent; zero: it wants no packets.</summary>
    public TimeSpan RemoteReceive { get; init; }

    /// <summary>A Poll waits for its Final.</summary>
    public bool Polling { get; init; }

    /// <summary>Desired Min Tx Interval as our packets say it.</summary>
    public TimeSpan Transmit { get; init; }

    /// <summary>
    /// The one in use: a longer interval counts only when the peer has agreed (RFC 5880 6.8.3), or it would see us as
    /// gone.
    /// </summary>
    public TimeSpan TransmitInUse { get; init; }

    /// <summary>Required Min Rx Interval as our packets say it.</summary>
    public TimeSpan Receive { get; init; }

    /// <summary>The one in use: a shorter one counts only when the peer has agreed.</summary>
    public TimeSpan ReceiveInUse { get; init; }

    public TimeSpan LastSent { get; init; }

    public TimeSpan NextSend { get; init; }

    public int SendGeneration { get; init; }

    /// <summary>Without a packet for so long the peer is gone; zero before the first packet.</summary>
    public TimeSpan DetectionTime { get; init; }

    public TimeSpan LastReceived { get; init; }

    public int DetectionGeneration { get; init; }

    public TimeSpan LastFinal { get; init; }

    public bool IsUp => Session == BfdState.Up;

    /// <summary>Without jitter: the slower of what we wish and what the peer takes (RFC 5880 6.8.7).</summary>
    public TimeSpan TransmitInterval => TransmitInUse > RemoteReceive ? TransmitInUse : RemoteReceive;

    /// <summary>The interval in which the peer sends, before its jitter.</summary>
    public TimeSpan ReceiveInterval => ReceiveInUse > RemoteTransmit ? ReceiveInUse : RemoteTransmit;
}
