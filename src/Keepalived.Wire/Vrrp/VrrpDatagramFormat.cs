using System.Net.Sockets;
using Keepalived.Wire.Ip;

namespace Keepalived.Wire.Vrrp;

/// <summary>All that stays the same from one advert of an instance to its next, for one destination.</summary>
public sealed record VrrpDatagramFormat
{
    /// <summary>2 or 3.</summary>
    public required byte Version { get; init; }

    /// <summary>1..255.</summary>
    public required byte VirtualRouterId { get; init; }

    /// <summary>Its family is the datagram's.</summary>
    public required IpAddress Source { get; init; }

    /// <summary>The group or one unicast peer.</summary>
    public required IpAddress Destination { get; init; }

    /// <summary>At most 255, all of the source's family.</summary>
    public ValueList<IpAddress> Addresses { get; init; }

    /// <summary>
    /// Version 2 only; the authentication header over IPv4 only. A password has no room in an IPv6 packet.
    /// </summary>
    public VrrpAuthenticationType AuthenticationType { get; init; }

    /// <summary>The password or the authentication header's key, at most 8 octets.</summary>
    public ValueList<byte> Key { get; init; }

    /// <summary>How peers compute the checksum.</summary>
    public VrrpChecksumMode ChecksumMode { get; init; }

    /// <summary>The group that <see cref="VrrpChecksumMode.OldUnicast"/> names; None is the protocol's.</summary>
    public IpAddress ChecksumGroup { get; init; }

    /// <summary>255, or <c>unicast_ttl</c>; IPv4 only, the socket sets an IPv6 hop limit.</summary>
    public byte TimeToLive { get; init; } = VrrpCodec.RequiredTimeToLive;

    /// <summary>True if a signed trailer follows (<c>auth_hmac</c>).</summary>
    public bool HasHmacTrailer { get; init; }

    /// <summary>Null if the format can be sent, else what is wrong with it.</summary>
    public string? Flaw()
    {
        bool isFamilyMixed = Source.Family != Destination.Family;
        foreach (IpAddress address in Addresses)
        {
            isFamilyMixed |= address.Family != Source.Family;
        }

        return (Version, AuthenticationType) switch
        {
            _ when Source.IsNone || isFamilyMixed => "source, destination and addresses must be of one family",
            _ when VirtualRouterId == 0 => "the VRID must be 1..255",
            _ when Addresses.Count > byte.MaxValue => "at most 255 addresses fit the count",
            _ when Key.Count > VrrpAuthentication.MaxKeyLength => "a key has at most 8 octets",
            (not 2 and not 3, _) => "the version must be 2 or 3",
            (3, not VrrpAuthenticationType.None) => "version 3 has no authentication",
            (_, > VrrpAuthenticationType.AuthenticationHeader) => "unknown authentication type",
            (_, not VrrpAuthenticationType.None) when HasHmacTrailer => "auth_hmac excludes authentication",
            (_, VrrpAuthenticationType.AuthenticationHeader) when Source.Family != AddressFamily.InterNetwork =>
                "the authentication header is for IPv4",
            _ => null,
        };
    }
}

/// <summary>All that changes from one advert to the next.</summary>
/// <param name="Priority">0 resigns.</param>
/// <param name="IntervalCentiseconds">1/100 s; version 2 sends whole seconds, 1..255, version 3 12 bits.</param>
/// <param name="Identification">The IPv4 identification; the first packet of an instance has 1.</param>
/// <param name="SequenceNumber">Of the authentication header, the value to send; unused without one.</param>
public readonly record struct VrrpSendFields(
    byte Priority, int IntervalCentiseconds, ushort Identification, uint SequenceNumber);
