namespace Keepalived.Wire.Ethernet;

/// <summary>The 14 octets before the payload of an Ethernet II frame.</summary>
/// <param name="Destination">The receiver; a group address for multicast.</param>
/// <param name="Source">The sender.</param>
/// <param name="EtherType">The payload's protocol, one of the constants here.</param>
public readonly record struct EthernetHeader(MacAddress Destination, MacAddress Source, ushort EtherType)
{
    public const int Length = 14;

    /// <summary>ETH_P_IP of linux/if_ether.h.</summary>
    public const ushort Ipv4 = 0x0800;

    /// <summary>ETH_P_ARP of linux/if_ether.h.</summary>
    public const ushort Arp = 0x0806;

    /// <summary>ETH_P_IPV6 of linux/if_ether.h.</summary>
    public const ushort Ipv6 = 0x86DD;

    public static bool TryDecode(ReadOnlySpan<byte> bytes, out EthernetHeader header, out DecodeError error)
    {
        header = default;
        if (bytes.Length < Length)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, bytes.Length);
        }

        var reader = new WireReader(bytes);
        header = new EthernetHeader(
            MacAddress.FromBytes(reader.ReadBytes(MacAddress.Length)),
            MacAddress.FromBytes(reader.ReadBytes(MacAddress.Length)),
            reader.ReadUInt16());
        return DecodeError.Ok(out error);
    }

    /// <summary>Writes 14 octets; 0 if the span is shorter.</summary>
    public int Encode(Span<byte> destination)
    {
        if (destination.Length < Length)
        {
            return 0;
        }

        Destination.TryWriteBytes(destination);
        Source.TryWriteBytes(destination[MacAddress.Length..]);
        destination[12] = (byte)(EtherType >> 8);
        destination[13] = (byte)EtherType;
        return Length;
    }
}
