namespace Keepalived.Wire.Netlink;

/// <summary>
/// Lightweight tunnels of routes: the names and values of linux/lwtunnel.h, linux/mpls_iptunnel.h, linux/ila.h.
/// </summary>
public static class EncapsulationConstants
{
    // linux/lwtunnel.h: kinds
    public const int LWTUNNEL_ENCAP_NONE = 0;
    public const int LWTUNNEL_ENCAP_MPLS = 1;
    public const int LWTUNNEL_ENCAP_IP = 2;
    public const int LWTUNNEL_ENCAP_ILA = 3;
    public const int LWTUNNEL_ENCAP_IP6 = 4;

    // linux/lwtunnel.h: ip
    public const int LWTUNNEL_IP_ID = 1;
    public const int LWTUNNEL_IP_DST = 2;
    public const int LWTUNNEL_IP_SRC = 3;
    public const int LWTUNNEL_IP_TTL = 4;
    public const int LWTUNNEL_IP_TOS = 5;
    public const int LWTUNNEL_IP_FLAGS = 6;

    // linux/lwtunnel.h: ip6
    public const int LWTUNNEL_IP6_ID = 1;
    public const int LWTUNNEL_IP6_DST = 2;
    public const int LWTUNNEL_IP6_SRC = 3;
    public const int LWTUNNEL_IP6_HOPLIMIT = 4;
    public const int LWTUNNEL_IP6_TC = 5;
    public const int LWTUNNEL_IP6_FLAGS = 6;

    // linux/mpls_iptunnel.h: mpls
    public const int MPLS_IPTUNNEL_DST = 1;
    public const int MPLS_IPTUNNEL_TTL = 2;

    // linux/ila.h: ila
    public const int ILA_ATTR_LOCATOR = 1;
}
