using System.Buffers.Binary;

namespace Keepalived.Wire.Vrrp;

/// <summary>The fixed fields of the IPsec authentication header before a VRRP version 2 part (RFC 2402 2).</summary>
/// <param name="SecurityParametersIndex">The sender's IPv4 address as a number, by convention of VRRP speakers.</param>
/// <param name="SequenceNumber">Rises with each packet of a sender; 1 is the first.</param>
public readonly record struct VrrpAuthenticationHeader(uint SecurityParametersIndex, uint SequenceNumber)
{
    /// <summary>Octets with the 96 bits of the digest.</summary>
    public const int Length = 24;

    /// <summary>Octets of the digest (ICV): HMAC-MD5-96 (RFC 2403).</summary>
    public const int DigestLength = 12;

    //  | Next Header   |  Payload Len  |          RESERVED             |
    //  |                 Security Parameters Index (SPI)               |
    //  |                    Sequence Number Field                      |
    //  |                Authentication Data (12)                       |
    internal const int IndexOffset = 4;
    internal const int SequenceOffset = 8;
    internal const int DigestOffset = 12;

    // RFC 2402 2.2: the length in 32-bit words, minus 2.
    internal const byte PayloadLengthField = (Length / 4) - 2;

    /// <summary>Checks length and next header; the digest is judged by <see cref="VrrpAuthentication"/>.</summary>
    internal static bool IsUsable(ReadOnlySpan<byte> bytes, out DecodeError error)
    {
        if (bytes.Length < Length)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, bytes.Length);
        }

        if (bytes[0] != VrrpCodec.Protocol)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Protocol, bytes[0]);
        }

        return bytes[1] == PayloadLengthField
            ? DecodeError.Ok(out error)
            : DecodeError.Fail(out error, DecodeErrorKind.AuthenticationHeader, bytes[1]);
    }

    /// <summary>The caller has seen that 24 octets are there.</summary>
    internal static VrrpAuthenticationHeader Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt32BigEndian(bytes[IndexOffset..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[SequenceOffset..]));
}
