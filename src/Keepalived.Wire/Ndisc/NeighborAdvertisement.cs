using System.Buffers.Binary;
using Keepalived.Wire.Ethernet;
using Keepalived.Wire.Ip;

namespace Keepalived.Wire.Ndisc;

/// <summary>
/// An unsolicited neighbour advertisement to all nodes (RFC 4861 4.4, 7.2.6): it tells the LAN which hardware address
/// holds an IPv6 address. Source and target are both <paramref name="Address"/>; the override flag is set, the
/// solicited flag is not.
/// </summary>
/// <param name="Sender">The hardware address, in the Ethernet header and in the target link-layer option.</param>
/// <param name="Address">The IPv6 address announced.</param>
/// <param name="IsRouter">The router flag: set where the interface forwards.</param>
public readonly record struct NeighborAdvertisement(MacAddress Sender, IpAddress Address, bool IsRouter)
{
    /// <summary>Octets of the ICMPv6 message: header, target, one option.</summary>
    public const int MessageLength = 32;

    /// <summary>Octets of the IPv6 packet.</summary>
    public const int PacketLength = Ipv6Header.Length + MessageLength;

    /// <summary>Octets of the Ethernet frame.</summary>
    public const int FrameLength = EthernetHeader.Length + PacketLength;

    /// <summary>IPPROTO_ICMPV6 of linux/in6.h.</summary>
    public const byte Protocol = 58;

    private const byte Type = 136;
    private const byte FlagRouter = 0x80;
    private const byte FlagOverride = 0x20;
    private const byte OptionTargetLinkLayerAddress = 2;
    private const int ChecksumOffset = 2;

    // RFC 2464 7: 33:33 and the last four octets of ff02::1.
    private static readonly MacAddress AllNodesMac = new(0x3333_0000_0001);

    private static readonly IpAddress AllNodes = IpAddress.FromV6(0xFF02_0000_0000_0000, 1);

    /// <summary>
    /// Reads an Ethernet frame that this type could have written; others are told apart by the error.
    /// </summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> frame, out NeighborAdvertisement advertisement, out DecodeError error)
    {
        advertisement = default;
        if (!EthernetHeader.TryDecode(frame, out EthernetHeader ethernet, out error))
        {
            return false;
        }

        if (ethernet.EtherType != EthernetHeader.Ipv6)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Protocol, ethernet.EtherType);
        }

        return TryDecodePacket(frame[EthernetHeader.Length..], out advertisement, out error);
    }

    /// <summary>Reads an IPv6 packet.</summary>
    public static bool TryDecodePacket(
        ReadOnlySpan<byte> packet, out NeighborAdvertisement advertisement, out DecodeError error)
    {
        advertisement = default;
        if (!Ipv6Header.TryDecode(packet, out Ipv6Header ip, out error))
        {
            return false;
        }

        if (ip.NextHeader != Protocol)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Protocol, ip.NextHeader);
        }

        if (packet.Length < PacketLength || ip.PayloadLength != MessageLength)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, packet.Length);
        }

        //  |     Type      |     Code      |          Checksum             |
        //  |R|S|O|                     Reserved                            |
        //  |                       Target Address (16)                     |
        //  |  Option type  | Length (8s)   |    Link-layer address (6)     |
        ReadOnlySpan<byte> message = packet.Slice(Ipv6Header.Length, MessageLength);
        if (!InternetChecksum.IsValid(
            message, Ipv6PseudoHeader.Sum(ip.Source, ip.Destination, Protocol, MessageLength)))
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Checksum);
        }

        IpAddress target = IpAddress.FromBytes(message.Slice(8, 16));
        bool isKnownForm = message[0] == Type && message[1] == 0 && ip.HopLimit == 255 && target == ip.Source
            && (message[4] & ~FlagRouter) == FlagOverride && message[24] == OptionTargetLinkLayerAddress
            && message[25] == 1;
        if (!isKnownForm)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.InvalidField, message[0]);
        }

        bool isRouter = (message[4] & FlagRouter) != 0;
        advertisement = new NeighborAdvertisement(MacAddress.FromBytes(message.Slice(26, 6)), target, isRouter);
        return DecodeError.Ok(out error);
    }

    /// <summary>Writes the Ethernet frame of 86 octets; 0 if the span is shorter or the address is not IPv6.</summary>
    public int Encode(Span<byte> frame)
    {
        int header = new EthernetHeader(AllNodesMac, Sender, EthernetHeader.Ipv6).Encode(frame);
        int packet = header == 0 ? 0 : EncodePacket(frame[header..]);
        return packet == 0 ? 0 : header + packet;
    }

    /// <summary>Writes the IPv6 packet of 72 octets; 0 if the span is shorter or the address is not IPv6.</summary>
    public int EncodePacket(Span<byte> packet)
    {
        if (!Address.IsV6 || packet.Length < PacketLength)
        {
            return 0;
        }

        var ip = new Ipv6Header
        {
            PayloadLength = MessageLength,
            NextHeader = Protocol,
            // RFC 4861 7.1.2: receivers drop any other hop limit, which proves that it was not forwarded.
            HopLimit = 255,
            Source = Address,
            Destination = AllNodes,
        };
        ip.Encode(packet);
        Span<byte> message = packet.Slice(Ipv6Header.Length, MessageLength);
        message.Clear();
        message[0] = Type;
        message[4] = (byte)(FlagOverride | (IsRouter ? FlagRouter : 0));
        Address.TryWriteBytes(message[8..]);
        message[24] = OptionTargetLinkLayerAddress;
        message[25] = 1;
        Sender.TryWriteBytes(message[26..]);
        ulong sum = InternetChecksum.Sum(message, Ipv6PseudoHeader.Sum(Address, AllNodes, Protocol, MessageLength));
        BinaryPrimitives.WriteUInt16BigEndian(message[ChecksumOffset..], InternetChecksum.Finish(sum));
        return PacketLength;
    }
}
