using System.Buffers.Binary;
using System.Net.Sockets;
using Keepalived.Wire.Ip;

namespace Keepalived.Wire.Vrrp;

/// <summary>
/// A received datagram, read in place. <see cref="TryRead"/> checks only what finding the VRID takes; each further rule
/// is a question of its own, so that the receiver asks them in its order and counts each refusal under its name.
/// Reading never goes past the bytes: what is not there reads as zero, None or empty.
/// </summary>
public readonly ref struct VrrpPacketView
{
    // A driver pads frames to 60 octets, 14 of them Ethernet's; an IPv4 raw socket may see the padding.
    private const int MinimumEthernetPayload = 46;

    private readonly ReadOnlySpan<byte> _datagram;
    private readonly ReadOnlySpan<byte> _vrrp;

    private VrrpPacketView(
        ReadOnlySpan<byte> datagram,
        int authenticationHeaderOffset,
        int vrrpOffset,
        scoped in ReceivedFrom from,
        AddressFamily family)
    {
        _datagram = datagram;
        _vrrp = datagram[vrrpOffset..];
        AuthenticationHeaderOffset = authenticationHeaderOffset;
        Family = family;
        Source = from.Source;
        Destination = from.Destination;
        TimeToLive = from.HopLimit;
    }

    public AddressFamily Family { get; }

    public IpAddress Source { get; }

    public IpAddress Destination { get; }

    /// <summary>TTL of IPv4, hop limit of IPv6.</summary>
    public byte TimeToLive { get; }

    /// <summary>Octets of the whole datagram as received, padding included.</summary>
    public int ReceivedLength => _datagram.Length;

    /// <summary>
    /// The total length field of IPv4; for IPv6 the octets received, since the payload comes without a header.
    /// </summary>
    public int IpTotalLength => Family == AddressFamily.InterNetwork
        ? BinaryPrimitives.ReadUInt16BigEndian(_datagram[Ipv4Header.TotalLengthOffset..])
        : _datagram.Length;

    public bool HasAuthenticationHeader => AuthenticationHeaderOffset != 0;

    /// <summary>The fields of the authentication header; all zero without one.</summary>
    public VrrpAuthenticationHeader AuthenticationHeader =>
        HasAuthenticationHeader ? VrrpAuthenticationHeader.Read(_datagram[AuthenticationHeaderOffset..]) : default;

    /// <summary>The high nibble of the first octet.</summary>
    public byte Version => (byte)(_vrrp[0] >> 4);

    public bool VersionIsKnown => Version is 2 or 3;

    /// <summary>The low nibble of the first octet; 1 is an advertisement.</summary>
    public byte Type => (byte)(_vrrp[0] & 0x0F);

    public byte VirtualRouterId => _vrrp[VrrpCodec.VirtualRouterIdOffset];

    public byte Priority => _vrrp[VrrpCodec.PriorityOffset];

    /// <summary>The count field, whatever number of addresses is really there.</summary>
    public byte AddressCount => _vrrp[VrrpCodec.CountOffset];

    /// <summary>The authentication type octet of version 2, any value; meaningless in version 3.</summary>
    public byte AuthenticationTypeField => _vrrp[VrrpCodec.IntervalOffset];

    /// <summary>RFC 2338 5.3.6: 0, 1 or 2; always true in version 3.</summary>
    public bool AuthenticationTypeIsKnown => Version != 2 || AuthenticationTypeField <= 2;

    /// <summary>The interval in 1/100 s in either version.</summary>
    public int IntervalCentiseconds => Version == 2
        ? _vrrp[VrrpCodec.IntervalOffset + 1] * 100
        : BinaryPrimitives.ReadUInt16BigEndian(_vrrp[VrrpCodec.IntervalOffset..]) & VrrpCodec.MaxIntervalCentiseconds;

    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_vrrp[VrrpCodec.ChecksumOffset..]);

    /// <summary>
    /// Octets that the VRRP part must have by its version and count; perhaps more than were received.
    /// </summary>
    public int PartLength => VrrpCodec.PartLength(Version, Family, AddressCount);

    /// <summary>True if the whole VRRP part was received.</summary>
    public bool IsComplete => _vrrp.Length >= PartLength;

    /// <summary>The VRRP part, without padding and trailer; cut short if it was.</summary>
    public ReadOnlySpan<byte> Part => _vrrp[..Math.Min(PartLength, _vrrp.Length)];

    /// <summary>
    /// True if the datagram is exactly as long as headers, VRRP part and hmac trailer make, or padded to 46 octets.
    /// </summary>
    public bool LengthIsValid => ReceivedLength == ExpectedLength
        || (Family == AddressFamily.InterNetwork
            && ExpectedLength < ReceivedLength && ReceivedLength <= MinimumEthernetPayload);

    /// <summary>True if the total length field says what headers, VRRP part and hmac trailer make.</summary>
    public bool IpTotalLengthIsValid => IpTotalLength == ExpectedLength;

    /// <summary>True if 28 octets follow the VRRP part within the IP packet.</summary>
    public bool HasHmacTrailer =>
        IpTotalLength == HeadersLength + PartLength + VrrpHmacTrailer.Length && ReceivedLength >= IpTotalLength;

    /// <summary>The octets of the hmac trailer, or none.</summary>
    public ReadOnlySpan<byte> HmacTrailer =>
        HasHmacTrailer ? _vrrp.Slice(PartLength, VrrpHmacTrailer.Length) : default;

    /// <summary>The eight octets after the addresses in version 2 over IPv4, or none.</summary>
    public ReadOnlySpan<byte> AuthenticationData =>
        IsComplete && Version == 2 && Family == AddressFamily.InterNetwork
            ? Part[^VrrpCodec.AuthenticationDataLength..]
            : default;

    internal ReadOnlySpan<byte> Datagram => _datagram;

    internal int AuthenticationHeaderOffset { get; }

    private int AddressLength => Family == AddressFamily.InterNetwork ? 4 : 16;

    private int HeadersLength => _datagram.Length - _vrrp.Length;

    private int ExpectedLength => HeadersLength + PartLength + (HasHmacTrailer ? VrrpHmacTrailer.Length : 0);

    /// <summary>
    /// Reads the headers as far as the VRID. The IPv4 datagram begins with its IP header, as raw sockets deliver it; of
    /// IPv6 only the payload comes, and <paramref name="from"/> says the rest (IPv4 ignores it).
    /// </summary>
    public static bool TryRead(
        ReadOnlySpan<byte> datagram,
        AddressFamily family,
        scoped in ReceivedFrom from,
        out VrrpPacketView view,
        out DecodeError error)
    {
        view = default;
        if (family == AddressFamily.InterNetwork)
        {
            return TryReadV4(datagram, out view, out error);
        }

        if (family != AddressFamily.InterNetworkV6)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.UnknownFamily, (int)family);
        }

        if (!HasHeader(datagram, 0, out error))
        {
            return false;
        }

        view = new VrrpPacketView(datagram, 0, 0, from, family);
        return true;
    }

    /// <summary>Address <paramref name="index"/> of the packet, or None if it was not received.</summary>
    public IpAddress GetAddress(int index)
    {
        int length = AddressLength;
        if ((uint)index >= AddressCount || VrrpCodec.HeaderLength + ((index + 1) * length) > _vrrp.Length)
        {
            return IpAddress.None;
        }

        return IpAddress.FromBytes(_vrrp.Slice(VrrpCodec.HeaderLength + (index * length), length));
    }

    /// <summary>True if the address is among those that the packet lists.</summary>
    public bool Contains(IpAddress address)
    {
        for (int i = 0; i < AddressCount; i++)
        {
            if (GetAddress(i) == address)
            {
                return !address.IsNone;
            }
        }

        return false;
    }

    /// <summary>
    /// True if the checksum is right as <paramref name="mode"/> reads it. For <see cref="VrrpChecksumMode.OldUnicast"/>
    /// <paramref name="group"/> is the multicast group the sender may have put into the pseudo header (None: the
    /// protocol's).
    /// </summary>
    public bool ChecksumIsValid(VrrpChecksumMode mode, IpAddress group = default)
    {
        if (!IsComplete)
        {
            return false;
        }

        ulong pseudoHeader = VrrpChecksum.PseudoHeader(Version, mode, Source, Destination, group, PartLength);
        return InternetChecksum.IsValid(Part, pseudoHeader);
    }

    /// <summary>The fields the state machine decides by.</summary>
    public VrrpAdvertisement ToAdvertisement() => new()
    {
        Version = Version,
        VirtualRouterId = VirtualRouterId,
        Priority = Priority,
        AddressCount = AddressCount,
        AuthenticationType =
            Version == 2 ? (VrrpAuthenticationType)AuthenticationTypeField : VrrpAuthenticationType.None,
        IntervalCentiseconds = IntervalCentiseconds,
        Source = Source,
        Destination = Destination,
        TimeToLive = TimeToLive,
    };

    private static bool TryReadV4(ReadOnlySpan<byte> datagram, out VrrpPacketView view, out DecodeError error)
    {
        view = default;
        if (!Ipv4Header.TryDecode(datagram, out Ipv4Header ip, out error))
        {
            return false;
        }

        int authenticationHeaderOffset = 0;
        int vrrpOffset = ip.HeaderLength;
        if (ip.Protocol == VrrpCodec.AuthenticationHeaderProtocol)
        {
            if (!VrrpAuthenticationHeader.IsUsable(datagram[vrrpOffset..], out error))
            {
                return false;
            }

            authenticationHeaderOffset = vrrpOffset;
            vrrpOffset += VrrpAuthenticationHeader.Length;
        }
        else if (ip.Protocol != VrrpCodec.Protocol)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Protocol, ip.Protocol);
        }

        if (!HasHeader(datagram, vrrpOffset, out error))
        {
            return false;
        }

        var from = new ReceivedFrom(ip.Source, ip.Destination, ip.TimeToLive);
        view = new VrrpPacketView(datagram, authenticationHeaderOffset, vrrpOffset, from, AddressFamily.InterNetwork);
        return true;
    }

    private static bool HasHeader(ReadOnlySpan<byte> datagram, int vrrpOffset, out DecodeError error)
    {
        int rest = datagram.Length - vrrpOffset;
        if (rest >= VrrpCodec.HeaderLength)
        {
            return DecodeError.Ok(out error);
        }

        byte id = rest > VrrpCodec.VirtualRouterIdOffset
            ? datagram[vrrpOffset + VrrpCodec.VirtualRouterIdOffset]
            : (byte)0;
        return DecodeError.Fail(out error, DecodeErrorKind.Truncated, datagram.Length, id);
    }
}
