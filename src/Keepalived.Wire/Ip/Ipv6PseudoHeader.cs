namespace Keepalived.Wire.Ip;

/// <summary>The pseudo header that upper-layer checksums include (RFC 8200 8.1), as a running sum.</summary>
public static class Ipv6PseudoHeader
{
    //  |                         Source Address (16)                   |
    //  |                      Destination Address (16)                 |
    //  |                   Upper-Layer Packet Length (32 bits)         |
    //  |                      zero                     |  Next Header  |

    /// <param name="source">The sender.</param>
    /// <param name="destination">The final destination.</param>
    /// <param name="nextHeader">The upper-layer protocol, 112 for VRRP and 58 for ICMPv6.</param>
    /// <param name="length">Octets of the upper-layer packet.</param>
    /// <returns>A sum to seed <see cref="InternetChecksum"/> with.</returns>
    public static ulong Sum(IpAddress source, IpAddress destination, byte nextHeader, int length)
    {
        Span<byte> addresses = stackalloc byte[32];
        addresses.Clear();
        source.TryWriteBytes(addresses);
        destination.TryWriteBytes(addresses[16..]);
        return InternetChecksum.Sum(addresses) + (uint)length + nextHeader;
    }
}

/// <summary>
/// The IPv4 pseudo header, which VRRP version 3 borrows from UDP (RFC 768, RFC 9568 5.2.8), as a running sum.
/// </summary>
public static class Ipv4PseudoHeader
{
    //  |                       Source Address (4)                      |
    //  |                     Destination Address (4)                   |
    //  |      zero     |   Protocol    |     Payload length (16 bits)  |

    /// <inheritdoc cref="Ipv6PseudoHeader.Sum"/>
    public static ulong Sum(IpAddress source, IpAddress destination, byte nextHeader, int length) =>
        (ulong)source.V4Value + destination.V4Value + nextHeader + (uint)length;
}
