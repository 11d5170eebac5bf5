using System.Net.Sockets;
using Keepalived.Wire.Ethernet;

namespace Keepalived.Wire.Vrrp;

/// <summary>
/// The hardware address of a virtual router (RFC 9568 7.3): 00-00-5E-00-01-VRID for IPv4, -02- for IPv6.
/// </summary>
public static class VirtualRouterMac
{
    private const ulong Prefix = 0x0000_5E00_0000;

    public static MacAddress For(AddressFamily family, byte virtualRouterId) =>
        new(Prefix | (family == AddressFamily.InterNetworkV6 ? 0x0200UL : 0x0100UL) | virtualRouterId);

    /// <summary>True if the address is some virtual router's; then the VRID is its last octet.</summary>
    public static bool Matches(MacAddress address, out byte virtualRouterId)
    {
        virtualRouterId = (byte)address.Value;
        return (address.Value & ~0xFFUL) is (Prefix | 0x0100UL) or (Prefix | 0x0200UL);
    }
}
