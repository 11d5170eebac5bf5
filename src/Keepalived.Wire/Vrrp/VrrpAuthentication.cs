using System.Buffers.Binary;
using System.Security.Cryptography;
using Keepalived.Wire.Ip;

namespace Keepalived.Wire.Vrrp;

/// <summary>
/// The two authentications of VRRP version 2 (RFC 2338 5.3.6). Every comparison takes the same time whatever differs.
/// </summary>
public static class VrrpAuthentication
{
    /// <summary>The longest <c>auth_pass</c>, in octets.</summary>
    public const int MaxKeyLength = VrrpCodec.AuthenticationDataLength;

    /// <summary>True if the authentication data is the password, filled up with zeros.</summary>
    public static bool PasswordIsValid(in VrrpPacketView packet, ReadOnlySpan<byte> password)
    {
        Span<byte> expected = stackalloc byte[MaxKeyLength];
        expected.Clear();
        password[..Math.Min(password.Length, MaxKeyLength)].CopyTo(expected);
        return CryptographicOperations.FixedTimeEquals(expected, packet.AuthenticationData);
    }

    /// <summary>True if the SPI is the source address, as every sender makes it.</summary>
    public static bool IndexIsValid(in VrrpPacketView packet) =>
        packet.HasAuthenticationHeader && packet.AuthenticationHeader.SecurityParametersIndex == packet.Source.V4Value;

    /// <summary>
    /// True if the digest over the IP packet is right. The TTL counts as mutable where the packet is not multicast,
    /// because a unicast packet may be forwarded.
    /// </summary>
    public static bool DigestIsValid(in VrrpPacketView packet, ReadOnlySpan<byte> key)
    {
        int length = packet.IpTotalLength;
        if (!packet.HasAuthenticationHeader || length > packet.ReceivedLength || length > VrrpCodec.MaxDatagramLength
            || length < packet.AuthenticationHeaderOffset + VrrpAuthenticationHeader.Length)
        {
            return false;
        }

        Span<byte> copy = stackalloc byte[VrrpCodec.MaxDatagramLength];
        copy = copy[..length];
        packet.Datagram[..length].CopyTo(copy);
        Span<byte> received = stackalloc byte[VrrpAuthenticationHeader.DigestLength];
        Span<byte> expected = stackalloc byte[VrrpAuthenticationHeader.DigestLength];
        Span<byte> digest = copy.Slice(
            packet.AuthenticationHeaderOffset + VrrpAuthenticationHeader.DigestOffset,
            VrrpAuthenticationHeader.DigestLength);
        digest.CopyTo(received);
        digest.Clear();
        ClearMutableFields(copy, isTimeToLiveMutable: !packet.Destination.IsMulticast);
        ComputeDigest(copy, key, expected);
        return CryptographicOperations.FixedTimeEquals(expected, received);
    }

    /// <summary>
    /// Writes the digest over a finished datagram of ours whose digest octets are zero, leaving all else as it was.
    /// </summary>
    internal static void Sign(Span<byte> datagram, ReadOnlySpan<byte> key, bool isTimeToLiveMutable)
    {
        Span<byte> header = stackalloc byte[Ipv4Header.MinLength];
        datagram[..Ipv4Header.MinLength].CopyTo(header);
        Span<byte> digest = stackalloc byte[VrrpAuthenticationHeader.DigestLength];
        ClearMutableFields(datagram, isTimeToLiveMutable);
        ComputeDigest(datagram, key, digest);
        header.CopyTo(datagram);
        digest.CopyTo(datagram[(Ipv4Header.MinLength + VrrpAuthenticationHeader.DigestOffset)..]);
    }

    // RFC 2402 3.3.3.1.1.1: what routers may change on the way counts as zero.
    private static void ClearMutableFields(Span<byte> datagram, bool isTimeToLiveMutable)
    {
        datagram[Ipv4Header.TypeOfServiceOffset] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(datagram[Ipv4Header.FragmentOffset..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[Ipv4Header.ChecksumOffset..], 0);
        if (isTimeToLiveMutable)
        {
            datagram[Ipv4Header.TimeToLiveOffset] = 0;
        }
    }

    // Broken as a hash or not, MD5 is what RFC 2403 and every peer speak here.
#pragma warning disable CA5351
    private static void ComputeDigest(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> key, Span<byte> digest)
    {
        Span<byte> full = stackalloc byte[HMACMD5.HashSizeInBytes];
        HMACMD5.HashData(key, datagram, full);
        full[..VrrpAuthenticationHeader.DigestLength].CopyTo(digest);
    }
#pragma warning restore CA5351
}
