using System.Buffers.Binary;

namespace Keepalived.Wire.Ip;

/// <summary>The IPv4 header of RFC 791 without options; options of a received one are skipped, not kept.</summary>
public readonly record struct Ipv4Header
{
    /// <summary>Octets written, and the least to read.</summary>
    public const int MinLength = 20;

    //  |Version|  IHL  |Type of Service|          Total Length         |
    //  |         Identification        |Flags|      Fragment Offset    |
    //  |  Time to Live |    Protocol   |         Header Checksum       |
    //  |                       Source Address                          |
    //  |                    Destination Address                        |
    internal const int TypeOfServiceOffset = 1;
    internal const int TotalLengthOffset = 2;
    internal const int IdentificationOffset = 4;
    internal const int FragmentOffset = 6;
    internal const int TimeToLiveOffset = 8;
    internal const int ProtocolOffset = 9;
    internal const int ChecksumOffset = 10;
    internal const int SourceOffset = 12;
    internal const int DestinationOffset = 16;

    /// <summary>20..60 octets as received; 20 when written.</summary>
    public int HeaderLength { get; init; }

    public byte TypeOfService { get; init; }

    /// <summary>Octets of header and payload.</summary>
    public ushort TotalLength { get; init; }

    public ushort Identification { get; init; }

    /// <summary>Three flag bits and the fragment offset in units of 8 octets.</summary>
    public ushort FlagsAndFragment { get; init; }

    public byte TimeToLive { get; init; }

    public byte Protocol { get; init; }

    /// <summary>As received; computed when written.</summary>
    public ushort HeaderChecksum { get; init; }

    public IpAddress Source { get; init; }

    public IpAddress Destination { get; init; }

    /// <summary>
    /// Checks version and header length only; the kernel has verified the checksum of what a raw socket delivers.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out Ipv4Header header, out DecodeError error)
    {
        header = default;
        if (bytes.Length < MinLength)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, bytes.Length);
        }

        if (bytes[0] >> 4 != 4)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.IpVersion, bytes[0] >> 4);
        }

        int headerLength = (bytes[0] & 0x0F) * 4;
        if (headerLength < MinLength)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.IpHeaderLength, headerLength);
        }

        if (headerLength > bytes.Length)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, bytes.Length);
        }

        header = new Ipv4Header
        {
            HeaderLength = headerLength,
            TypeOfService = bytes[TypeOfServiceOffset],
            TotalLength = BinaryPrimitives.ReadUInt16BigEndian(bytes[TotalLengthOffset..]),
            Identification = BinaryPrimitives.ReadUInt16BigEndian(bytes[IdentificationOffset..]),
            FlagsAndFragment = BinaryPrimitives.ReadUInt16BigEndian(bytes[FragmentOffset..]),
            TimeToLive = bytes[TimeToLiveOffset],
            Protocol = bytes[ProtocolOffset],
            HeaderChecksum = BinaryPrimitives.ReadUInt16BigEndian(bytes[ChecksumOffset..]),
            Source = IpAddress.FromBytes(bytes.Slice(SourceOffset, 4)),
            Destination = IpAddress.FromBytes(bytes.Slice(DestinationOffset, 4)),
        };
        return DecodeError.Ok(out error);
    }

    /// <summary>Writes 20 octets with the checksum; 0 if the span is shorter.</summary>
    public int Encode(Span<byte> destination)
    {
        var writer = new WireWriter(destination);
        writer.WriteByte(0x45);
        writer.WriteByte(TypeOfService);
        writer.WriteUInt16(TotalLength);
        writer.WriteUInt16(Identification);
        writer.WriteUInt16(FlagsAndFragment);
        writer.WriteByte(TimeToLive);
        writer.WriteByte(Protocol);
        writer.WriteUInt16(0);
        writer.WriteUInt32(Source.V4Value);
        writer.WriteUInt32(Destination.V4Value);
        if (!writer.Overflowed)
        {
            BinaryPrimitives.WriteUInt16BigEndian(
                destination[ChecksumOffset..], InternetChecksum.Compute(destination[..MinLength]));
        }

        return writer.Result;
    }
}
