using System.Buffers.Binary;
using System.Security.Cryptography;
using Keepalived.Wire.Ip;

namespace Keepalived.Wire.Vrrp;

/// <summary>
/// The digest of the <c>auth_hmac</c> trailer: HMAC-SHA256, cut to 128 bits, over a pseudo header, the VRRP part
/// without its checksum and the trailer. It does not name the destination, so one signature serves all peers of an
/// advert.
/// </summary>
public static class VrrpHmac
{
    private const int PseudoHeaderLength = 20;
    private const int MaxPartLength = VrrpCodec.HeaderLength + (255 * 16) + VrrpCodec.AuthenticationDataLength;

    /// <summary>True if the packet has a trailer whose digest this key made.</summary>
    public static bool DigestIsValid(in VrrpPacketView packet, ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> trailer = packet.HmacTrailer;
        if (trailer.IsEmpty)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[VrrpHmacTrailer.DigestLength];
        Compute(packet.Source, packet.Part, trailer, key, expected);
        return CryptographicOperations.FixedTimeEquals(expected, trailer[VrrpHmacTrailer.HeaderLength..]);
    }

    /// <summary>
    /// Writes the 28 octets of a signed trailer for a VRRP part; 0 if the span is shorter or the part is none.
    /// </summary>
    public static int Sign(
        IpAddress source,
        ReadOnlySpan<byte> part,
        VrrpHmacTrailer trailer,
        ReadOnlySpan<byte> key,
        Span<byte> destination)
    {
        if (part.Length is < VrrpCodec.HeaderLength or > MaxPartLength || trailer.Encode(destination) == 0)
        {
            return 0;
        }

        Span<byte> digest = destination.Slice(VrrpHmacTrailer.HeaderLength, VrrpHmacTrailer.DigestLength);
        Compute(source, part, destination, key, digest);
        return VrrpHmacTrailer.Length;
    }

    private static void Compute(
        IpAddress source,
        ReadOnlySpan<byte> part,
        ReadOnlySpan<byte> trailer,
        ReadOnlySpan<byte> key,
        Span<byte> digest)
    {
        //  | Family (4, 6) |    Version    |     VRID      |     zero      |
        //  |          Source address (16; IPv4 in the first 4)             |
        //  | VRRP part, checksum zero | trailer's first 12 | zeros (16)    |
        Span<byte> input = stackalloc byte[PseudoHeaderLength + MaxPartLength + VrrpHmacTrailer.Length];
        input = input[..(PseudoHeaderLength + part.Length + VrrpHmacTrailer.Length)];
        input.Clear();
        input[0] = source.IsV6 ? (byte)6 : (byte)4;
        input[1] = (byte)(part[0] >> 4);
        input[2] = part[VrrpCodec.VirtualRouterIdOffset];
        source.TryWriteBytes(input[4..]);
        part.CopyTo(input[PseudoHeaderLength..]);
        BinaryPrimitives.WriteUInt16BigEndian(input[(PseudoHeaderLength + VrrpCodec.ChecksumOffset)..], 0);
        trailer[..VrrpHmacTrailer.HeaderLength].CopyTo(input[(PseudoHeaderLength + part.Length)..]);

        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, input, full);
        full[..VrrpHmacTrailer.DigestLength].CopyTo(digest);
    }
}
