namespace Keepalived.Wire.Ip;

/// <summary>The fixed IPv6 header of RFC 8200 3.</summary>
public readonly record struct Ipv6Header
{
    public const int Length = 40;

    public byte TrafficClass { get; init; }

    /// <summary>20 bits.</summary>
    public uint FlowLabel { get; init; }

    /// <summary>Octets after this header.</summary>
    public ushort PayloadLength { get; init; }

    public byte NextHeader { get; init; }

    public byte HopLimit { get; init; }

    public IpAddress Source { get; init; }

    public IpAddress Destination { get; init; }

    public static bool TryDecode(ReadOnlySpan<byte> bytes, out Ipv6Header header, out DecodeError error)
    {
        header = default;
        if (bytes.Length < Length)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, bytes.Length);
        }

        //  |Version| Traffic Class |           Flow Label                  |
        //  |         Payload Length        |  Next Header  |   Hop Limit   |
        //  |            Source Address, Destination Address                |
        var reader = new WireReader(bytes);
        uint first = reader.ReadUInt32();
        if (first >> 28 != 6)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.IpVersion, (int)(first >> 28));
        }

        header = new Ipv6Header
        {
            TrafficClass = (byte)(first >> 20),
            FlowLabel = first & 0xF_FFFF,
            PayloadLength = reader.ReadUInt16(),
            NextHeader = reader.ReadByte(),
            HopLimit = reader.ReadByte(),
            Source = IpAddress.FromBytes(reader.ReadBytes(16)),
            Destination = IpAddress.FromBytes(reader.ReadBytes(16)),
        };
        return DecodeError.Ok(out error);
    }

    /// <summary>Writes 40 octets; 0 if the span is shorter or an address is not IPv6.</summary>
    public int Encode(Span<byte> destination)
    {
        if (!Source.IsV6 || !Destination.IsV6)
        {
            return 0;
        }

        var writer = new WireWriter(destination);
        writer.WriteUInt32((6u << 28) | ((uint)TrafficClass << 20) | (FlowLabel & 0xF_FFFF));
        writer.WriteUInt16(PayloadLength);
        writer.WriteByte(NextHeader);
        writer.WriteByte(HopLimit);
        writer.WriteAddress(Source);
        writer.WriteAddress(Destination);
        return writer.Result;
    }
}
