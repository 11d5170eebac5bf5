using Keepalived.Wire.Ip;

namespace Keepalived.Wire.Vrrp;

/// <summary>The authentication types of VRRP version 2 (RFC 2338 5.3.6); version 3 has none.</summary>
public enum VrrpAuthenticationType : byte
{
    None = 0,

    /// <summary>Eight octets of plain text.</summary>
    Password = 1,

    /// <summary>An IP authentication header before the VRRP part (RFC 2402 with HMAC-MD5-96).</summary>
    AuthenticationHeader = 2,
}

/// <summary>What the checksum covers.</summary>
public enum VrrpChecksumMode : byte
{
    /// <summary>
    /// Version 2 over IPv4 covers the VRRP part alone; all else has the pseudo header too (RFC 9568 5.2.8).
    /// </summary>
    Standard = 0,

    /// <summary><c>v3_checksum_as_v2</c>: version 3 over IPv4 without the pseudo header.</summary>
    Version3AsVersion2 = 1,

    /// <summary>
    /// <c>old_unicast_checksum</c>: the pseudo header of a unicast version 3 advert names the multicast group.
    /// </summary>
    OldUnicast = 2,
}

/// <summary>The fields of an ADVERTISEMENT that the protocol decides by. The addresses stay in the packet.</summary>
public readonly record struct VrrpAdvertisement
{
    /// <summary>2 or 3.</summary>
    public byte Version { get; init; }

    /// <summary>1..255.</summary>
    public byte VirtualRouterId { get; init; }

    /// <summary>0 resigns, 255 is the address owner.</summary>
    public byte Priority { get; init; }

    /// <summary>The count field: how many addresses the sender says it backs up.</summary>
    public byte AddressCount { get; init; }

    /// <summary>None in version 3.</summary>
    public VrrpAuthenticationType AuthenticationType { get; init; }

    /// <summary>
    /// 1/100 s: the seconds of version 2 times 100, or the 12 bits of version 3 (Max_Advertise_Interval).
    /// </summary>
    public int IntervalCentiseconds { get; init; }

    /// <summary>The sender: the tie-break of equal priorities.</summary>
    public IpAddress Source { get; init; }

    /// <summary>The group, or ourselves when unicast.</summary>
    public IpAddress Destination { get; init; }

    /// <summary>TTL or hop limit as received.</summary>
    public byte TimeToLive { get; init; }

    /// <summary>RFC 9568 6.4: the Master has stopped taking part.</summary>
    public bool IsResignation => Priority == 0;
}

/// <summary>
/// What the socket says of a datagram that the bytes do not hold: IPv6 sockets deliver the payload alone.
/// </summary>
/// <param name="Source">The sender.</param>
/// <param name="Destination">The destination of the packet (IPV6_PKTINFO of linux/in6.h).</param>
/// <param name="HopLimit">The hop limit (IPV6_HOPLIMIT).</param>
public readonly record struct ReceivedFrom(IpAddress Source, IpAddress Destination, byte HopLimit);
