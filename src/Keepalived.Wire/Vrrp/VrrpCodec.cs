using System.Net.Sockets;
using Keepalived.Wire.Ip;

namespace Keepalived.Wire.Vrrp;

/// <summary>
/// The layout of VRRP packets (RFC 3768 5.1, RFC 9568 5.1) and the decoder that takes only what the RFC allows.
/// A router that must count each flaw apart reads with <see cref="VrrpPacketView"/> and asks its questions one by one.
/// </summary>
public static class VrrpCodec
{
    //  |Version| Type  | Virtual Rtr ID|   Priority    |  Address count|
    //  |   Auth Type   | Adver Int (s) |          Checksum             |   version 2
    //  |(rsvd) |   Max Adver Int (cs)  |          Checksum             |   version 3
    //  |                       addresses (4 or 16 octets each)         |
    //  |            authentication data (8), version 2 over IPv4 only  |

    /// <summary>IP protocol of VRRP (RFC 9568 5.1.1.4).</summary>
    public const byte Protocol = 112;

    /// <summary>IP protocol of the authentication header, IPPROTO_AH of linux/in.h.</summary>
    public const byte AuthenticationHeaderProtocol = 51;

    /// <summary>Octets before the addresses.</summary>
    public const int HeaderLength = 8;

    /// <summary>Octets of authentication data after the addresses in version 2 over IPv4.</summary>
    public const int AuthenticationDataLength = 8;

    /// <summary>The only TTL a multicast advert may have (RFC 9568 5.1.1.3).</summary>
    public const byte RequiredTimeToLive = 255;

    /// <summary>Internetwork control, the type of service of routing protocols (RFC 791 3.1).</summary>
    public const byte TypeOfService = 0xC0;

    /// <summary>The largest interval of version 3: 12 bits of 1/100 s.</summary>
    public const int MaxIntervalCentiseconds = 0xFFF;

    /// <summary>The only packet type (RFC 9568 5.2.2).</summary>
    public const byte TypeAdvertisement = 1;

    /// <summary>
    /// Enough octets for any datagram here: IP, authentication header, 255 IPv6 addresses, hmac trailer.
    /// </summary>
    public const int MaxDatagramLength = 60 + VrrpAuthenticationHeader.Length + HeaderLength + (255 * 16)
        + AuthenticationDataLength + VrrpHmacTrailer.Length;

    internal const int VirtualRouterIdOffset = 1;
    internal const int PriorityOffset = 2;
    internal const int CountOffset = 3;
    internal const int IntervalOffset = 4;
    internal const int ChecksumOffset = 6;

    /// <summary>224.0.0.18.</summary>
    public static IpAddress MulticastGroupV4 => IpAddress.FromV4(0xE000_0012);

    /// <summary>ff02::12.</summary>
    public static IpAddress MulticastGroupV6 => IpAddress.FromV6(0xFF02_0000_0000_0000, 0x12);

    /// <summary>The multicast group of the family, or None for a family that has none.</summary>
    public static IpAddress MulticastGroup(AddressFamily family) => family switch
    {
        AddressFamily.InterNetwork => MulticastGroupV4,
        AddressFamily.InterNetworkV6 => MulticastGroupV6,
        _ => IpAddress.None,
    };

    /// <summary>Octets of the VRRP part that a version, family and address count make.</summary>
    public static int PartLength(int version, AddressFamily family, int addressCount)
    {
        bool isV4 = family == AddressFamily.InterNetwork;
        int authenticationData = version == 2 && isV4 ? AuthenticationDataLength : 0;
        return HeaderLength + (addressCount * (isV4 ? 4 : 16)) + authenticationData;
    }

    /// <summary>
    /// Reads a datagram (IPv4: with its IP header; IPv6: the payload) that keeps every rule which needs no
    /// configuration: version, type, lengths, checksum in its standard form. TTL, authentication and the VRID's meaning
    /// are the receiver's.
    /// </summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> datagram,
        AddressFamily family,
        in ReceivedFrom from,
        out VrrpAdvertisement advertisement,
        out DecodeError error)
    {
        advertisement = default;
        if (!VrrpPacketView.TryRead(datagram, family, from, out VrrpPacketView packet, out error))
        {
            return false;
        }

        byte id = packet.VirtualRouterId;
        if (!packet.VersionIsKnown)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.VrrpVersion, packet.Version, id);
        }

        if (packet.Type != TypeAdvertisement)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.VrrpType, packet.Type, id);
        }

        if (!packet.LengthIsValid)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.VrrpLength, packet.ReceivedLength, id);
        }

        if (!packet.IpTotalLengthIsValid)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.IpTotalLength, packet.IpTotalLength, id);
        }

        if (!packet.ChecksumIsValid(VrrpChecksumMode.Standard))
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Checksum, packet.Checksum, id);
        }

        advertisement = packet.ToAdvertisement();
        return true;
    }
}
