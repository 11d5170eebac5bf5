using Keepalived.Wire.Ip;

namespace Keepalived.Wire.Vrrp;

/// <summary>What goes into the VRRP checksum beside the VRRP part itself.</summary>
internal static class VrrpChecksum
{
    /// <summary>The running sum of the pseudo header, 0 where there is none.</summary>
    public static ulong PseudoHeader(
        int version, VrrpChecksumMode mode, IpAddress source, IpAddress destination, IpAddress group, int partLength)
    {
        if (source.IsV6)
        {
            // The kernel fills in and verifies this one (IPV6_CHECKSUM); no compatibility mode reaches it.
            return Ipv6PseudoHeader.Sum(source, destination, VrrpCodec.Protocol, partLength);
        }

        // RFC 3768 5.3.8: version 2 sums the VRRP part alone.
        if (version == 2 || mode == VrrpChecksumMode.Version3AsVersion2)
        {
            return 0;
        }

        IpAddress named = mode != VrrpChecksumMode.OldUnicast ? destination
            : group.IsNone ? VrrpCodec.MulticastGroupV4 : group;
        return Ipv4PseudoHeader.Sum(source, named, VrrpCodec.Protocol, partLength);
    }
}
