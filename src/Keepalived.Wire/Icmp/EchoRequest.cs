using System.Buffers.Binary;
using System.Net.Sockets;

namespace Keepalived.Wire.Icmp;

/// <summary>
/// An echo request (RFC 792, RFC 4443 4.1). The ICMPv6 checksum is left 0: the kernel computes it on every ICMPv6
/// socket.
/// </summary>
/// <param name="Identifier">Tells this sender's replies from others'; on a ping socket the kernel replaces it.</param>
/// <param name="Sequence">Tells one request from the next.</param>
public readonly record struct EchoRequest(ushort Identifier, ushort Sequence)
{
    /// <summary>Octets before the payload.</summary>
    public const int HeaderLength = 8;

    internal const byte TypeV4 = 8;
    internal const byte TypeV6 = 128;

    /// <summary>Reads the ICMP message (no IP header). The payload is a view into the bytes.</summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> message,
        AddressFamily family,
        out EchoRequest request,
        out ReadOnlySpan<byte> payload,
        out DecodeError error)
    {
        bool isRead = EchoMessage.TryDecode(
            message, family, TypeV4, TypeV6, out EchoMessage echo, out payload, out error);
        request = new EchoRequest(echo.Identifier, echo.Sequence);
        return isRead;
    }

    /// <summary>Writes header and payload; 0 if the span is too short or the family is neither IPv4 nor IPv6.</summary>
    public int Encode(Span<byte> destination, AddressFamily family, ReadOnlySpan<byte> payload) =>
        new EchoMessage(Identifier, Sequence).Encode(destination, family, TypeV4, TypeV6, payload);
}

/// <summary>What echo requests and replies share: all but the type.</summary>
internal readonly record struct EchoMessage(ushort Identifier, ushort Sequence)
{
    public static bool TryDecode(
        ReadOnlySpan<byte> message,
        AddressFamily family,
        byte typeV4,
        byte typeV6,
        out EchoMessage echo,
        out ReadOnlySpan<byte> payload,
        out DecodeError error)
    {
        echo = default;
        payload = default;
        if (message.Length < EchoRequest.HeaderLength)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, message.Length);
        }

        if (family is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
        {
            return DecodeError.Fail(out error, DecodeErrorKind.UnknownFamily, (int)family);
        }

        //  |     Type      |     Code      |          Checksum             |
        //  |           Identifier          |        Sequence Number        |
        bool isV4 = family == AddressFamily.InterNetwork;
        if (message[0] != (isV4 ? typeV4 : typeV6) || message[1] != 0)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.MessageType, message[0]);
        }

        // The kernel has verified ICMPv6 before it delivers.
        if (isV4 && !InternetChecksum.IsValid(message))
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Checksum);
        }

        echo = new EchoMessage(
            BinaryPrimitives.ReadUInt16BigEndian(message[4..]), BinaryPrimitives.ReadUInt16BigEndian(message[6..]));
        payload = message[EchoRequest.HeaderLength..];
        return DecodeError.Ok(out error);
    }

    public int Encode(
        Span<byte> destination, AddressFamily family, byte typeV4, byte typeV6, ReadOnlySpan<byte> payload)
    {
        int length = EchoRequest.HeaderLength + payload.Length;
        bool isV4 = family == AddressFamily.InterNetwork;
        if (destination.Length < length || !(isV4 || family == AddressFamily.InterNetworkV6))
        {
            return 0;
        }

        destination[0] = isV4 ? typeV4 : typeV6;
        destination[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], Identifier);
        BinaryPrimitives.WriteUInt16BigEndian(destination[6..], Sequence);
        payload.CopyTo(destination[EchoRequest.HeaderLength..]);
        if (isV4)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination[2..], InternetChecksum.Compute(destination[..length]));
        }

        return length;
    }
}
