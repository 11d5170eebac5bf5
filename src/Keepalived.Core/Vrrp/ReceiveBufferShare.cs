using Keepalived.Config.Model;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Core.Vrrp;

/// <summary>How much of its socket's receive buffer an instance asks for.</summary>
public static class ReceiveBufferShare
{
    /// <summary>
    /// Octets: <c>kernel_rx_buf_size</c>, else what <c>vrrp_rx_bufs_policy</c> says (times the multiplier for MTU and
    /// ADVERT), else 0 = the kernel's default.
    /// </summary>
    /// <param name="config">Effective values.</param>
    /// <param name="mtu">Of the interface, octets.</param>
    public static int Of(VrrpInstanceConfig config, int mtu)
    {
        ReceiveBufferRule rule = config.ReceiveBufferRule;
        long octets = config.ReceiveBufferSize ?? rule.Policy switch
        {
            ReceiveBufferPolicy.Mtu => (long)mtu * rule.Multiplier,
            ReceiveBufferPolicy.Advert => (long)AdvertLength(config) * rule.Multiplier,
            ReceiveBufferPolicy.Bytes => rule.Bytes,
            _ => 0,
        };
        return (int)Math.Min(octets, int.MaxValue);
    }

    private static int AdvertLength(VrrpInstanceConfig config)
    {
        int addresses = config.VirtualAddresses.Count(address => address.Family == config.Family);
        int headers = config.Family == System.Net.Sockets.AddressFamily.InterNetworkV6 ? Ipv6Header.Length
            : Ipv4Header.MinLength
                + (config.AuthenticationType == AuthenticationType.Ah ? VrrpAuthenticationHeader.Length : 0);
        int trailer = config.Hmac is null ? 0 : VrrpHmacTrailer.Length;
        return headers + VrrpCodec.PartLength((byte)config.Version, config.Family, addresses) + trailer;
    }
}
