using Keepalived.Wire.Ip;

namespace Keepalived.Core.Vrrp;

public enum VrrpVerdict : byte
{
    Drop,
    Accept,

    /// <summary>Something is wrong and is counted or logged, but the reference accepts it, and so do we.</summary>
    AcceptWithComplaint,
}

/// <summary>What was found wrong, for a log line at a bounded rate (closed).</summary>
public enum VrrpReceiveReason : byte
{
    None,
    Undecodable,
    AuthenticationHeaderMismatch,
    PacketLength,
    Ttl,
    Version,
    UnknownAuthenticationType,
    AuthenticationTypeMismatch,
    WrongPassword,
    WrongDigest,
    WrongSecurityIndex,
    SequenceReplayed,
    IntervalMismatch,
    Type,
    IpTotalLength,
    Checksum,
    Destination,
    OwnerIgnores,
    AddressCount,
    AddressMissing,
    UnknownPeer,
    PeerTtl,
    TrailerMissing,
    TrailerMalformed,
    TrailerKeyUnknown,
    TrailerDigest,
    TrailerStale,
    TrailerReplayed,
}

/// <summary>The answer to one datagram, with the fields that the machine decides by if it was accepted.</summary>
public readonly record struct VrrpReceiveVerdict(VrrpVerdict Verdict, VrrpReceiveReason Reason)
{
    public VrrpCounterSet Counters { get; init; }

    /// <summary>The reason was not reported yet for this sender: write the line.</summary>
    public bool IsFirst { get; init; }

    /// <summary>
    /// The sender uses the unicast checksum of old versions: our own adverts have to use it from now on.
    /// </summary>
    public bool OldChecksumAdopted { get; init; }

    public IpAddress Source { get; init; }

    public byte Priority { get; init; }

    public TimeSpan Interval { get; init; }

    /// <summary>Of the authentication header, else 0.</summary>
    public uint Sequence { get; init; }

    public bool IsAccepted => Verdict != VrrpVerdict.Drop;

    public VrrpEvent ToEvent(TimeSpan now) => new()
    {
        Kind = VrrpEventKind.AdvertisementReceived,
        Now = now,
        Source = Source,
        Priority = Priority,
        Interval = Interval,
        Sequence = Sequence,
    };
}
