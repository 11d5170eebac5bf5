using System.Net.Sockets;

namespace Keepalived.Wire.Icmp;

/// <summary>
/// The answer to an <see cref="EchoRequest"/> (RFC 792, RFC 4443 4.2): the same identifier, sequence and payload.
/// </summary>
/// <param name="Identifier">That of the request.</param>
/// <param name="Sequence">That of the request.</param>
public readonly record struct EchoReply(ushort Identifier, ushort Sequence)
{
    internal const byte TypeV4 = 0;
    internal const byte TypeV6 = 129;

    /// <inheritdoc cref="EchoRequest.TryDecode"/>
    public static bool TryDecode(
        ReadOnlySpan<byte> message,
        AddressFamily family,
        out EchoReply reply,
        out ReadOnlySpan<byte> payload,
        out DecodeError error)
    {
        bool isRead = EchoMessage.TryDecode(
            message, family, TypeV4, TypeV6, out EchoMessage echo, out payload, out error);
        reply = new EchoReply(echo.Identifier, echo.Sequence);
        return isRead;
    }

    /// <inheritdoc cref="EchoRequest.Encode"/>
    public int Encode(Span<byte> destination, AddressFamily family, ReadOnlySpan<byte> payload) =>
        new EchoMessage(Identifier, Sequence).Encode(destination, family, TypeV4, TypeV6, payload);
}
