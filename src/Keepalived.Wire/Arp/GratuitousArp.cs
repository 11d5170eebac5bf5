using Keepalived.Wire.Ethernet;
using Keepalived.Wire.Ip;

namespace Keepalived.Wire.Arp;

/// <summary>
/// An ARP request for one's own IPv4 address (RFC 826, RFC 5227 3): it tells the LAN which hardware address holds it.
/// Sender and target protocol address are both <paramref name="Address"/>, the target hardware address is broadcast.
/// </summary>
/// <param name="Sender">The interface's own hardware address, or the virtual router's.</param>
/// <param name="Address">The IPv4 address announced.</param>
public readonly record struct GratuitousArp(MacAddress Sender, IpAddress Address)
{
    /// <summary>Octets of the ARP packet alone.</summary>
    public const int PacketLength = 28;

    /// <summary>Octets of the whole Ethernet frame, unpadded; the driver pads.</summary>
    public const int FrameLength = EthernetHeader.Length + PacketLength;

    private const ushort HardwareEthernet = 1;
    private const ushort OperationRequest = 1;

    /// <summary>Reads an Ethernet frame; padding after the packet is ignored.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> frame, out GratuitousArp arp, out DecodeError error)
    {
        arp = default;
        if (!EthernetHeader.TryDecode(frame, out EthernetHeader ethernet, out error))
        {
            return false;
        }

        if (ethernet.EtherType != EthernetHeader.Arp)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Protocol, ethernet.EtherType);
        }

        return TryDecodePacket(frame[EthernetHeader.Length..], out arp, out error);
    }

    /// <summary>
    /// Reads an ARP packet; anything but a request for the sender's own IPv4 address is an invalid field.
    /// </summary>
    public static bool TryDecodePacket(ReadOnlySpan<byte> packet, out GratuitousArp arp, out DecodeError error)
    {
        arp = default;
        if (packet.Length < PacketLength)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, packet.Length);
        }

        //  |         Hardware type         |         Protocol type         |
        //  |  HW length    | Proto length  |           Operation           |
        //  |  Sender hardware (6), sender protocol (4)                     |
        //  |  Target hardware (6), target protocol (4)                     |
        var reader = new WireReader(packet);
        bool isIpv4OverEthernet = reader.ReadUInt16() == HardwareEthernet & reader.ReadUInt16() == EthernetHeader.Ipv4
            & reader.ReadByte() == MacAddress.Length & reader.ReadByte() == 4;
        ushort operation = reader.ReadUInt16();
        MacAddress sender = MacAddress.FromBytes(reader.ReadBytes(MacAddress.Length));
        IpAddress senderAddress = IpAddress.FromBytes(reader.ReadBytes(4));
        reader.ReadBytes(MacAddress.Length);
        IpAddress targetAddress = IpAddress.FromBytes(reader.ReadBytes(4));
        if (!isIpv4OverEthernet || operation != OperationRequest || senderAddress != targetAddress)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.InvalidField, operation);
        }

        arp = new GratuitousArp(sender, senderAddress);
        return DecodeError.Ok(out error);
    }

    /// <summary>
    /// Writes the broadcast Ethernet frame of 42 octets; 0 if the span is shorter or the address is not IPv4.
    /// </summary>
    public int Encode(Span<byte> frame)
    {
        var ethernet = new EthernetHeader(MacAddress.Broadcast, Sender, EthernetHeader.Arp);
        int header = ethernet.Encode(frame);
        int packet = header == 0 ? 0 : EncodePacket(frame[header..]);
        return packet == 0 ? 0 : header + packet;
    }

    /// <summary>Writes the ARP packet of 28 octets; 0 if the span is shorter or the address is not IPv4.</summary>
    public int EncodePacket(Span<byte> packet)
    {
        if (!Address.IsV4 || packet.Length < PacketLength)
        {
            return 0;
        }

        Span<byte> sender = stackalloc byte[MacAddress.Length];
        Sender.TryWriteBytes(sender);
        var writer = new WireWriter(packet);
        writer.WriteUInt16(HardwareEthernet);
        writer.WriteUInt16(EthernetHeader.Ipv4);
        writer.WriteByte(MacAddress.Length);
        writer.WriteByte(4);
        writer.WriteUInt16(OperationRequest);
        writer.WriteBytes(sender);
        writer.WriteAddress(Address);
        sender.Fill(0xFF);
        writer.WriteBytes(sender);
        writer.WriteAddress(Address);
        return writer.Result;
    }
}
