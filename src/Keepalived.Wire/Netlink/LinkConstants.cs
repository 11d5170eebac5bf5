namespace Keepalived.Wire.Netlink;

/// <summary>
/// Interfaces: flags, states, attributes: the names and values of linux/if.h, linux/if_arp.h, linux/if_link.h.
/// </summary>
public static class LinkConstants
{
    // linux/if.h: interface flags
    public const int IFF_UP = 0x1;
    public const int IFF_BROADCAST = 0x2;
    public const int IFF_DEBUG = 0x4;
    public const int IFF_LOOPBACK = 0x8;
    public const int IFF_POINTOPOINT = 0x10;
    public const int IFF_NOTRAILERS = 0x20;
    public const int IFF_RUNNING = 0x40;
    public const int IFF_NOARP = 0x80;
    public const int IFF_PROMISC = 0x100;
    public const int IFF_ALLMULTI = 0x200;
    public const int IFF_MASTER = 0x400;
    public const int IFF_SLAVE = 0x800;
    public const int IFF_MULTICAST = 0x1000;
    public const int IFF_LOWER_UP = 0x10000;
    public const int IFF_DORMANT = 0x20000;
    public const int IFF_ECHO = 0x40000;

    // linux/if.h: operational states (RFC 2863)
    public const int IF_OPER_UNKNOWN = 0;
    public const int IF_OPER_NOTPRESENT = 1;
    public const int IF_OPER_DOWN = 2;
    public const int IF_OPER_LOWERLAYERDOWN = 3;
    public const int IF_OPER_TESTING = 4;
    public const int IF_OPER_DORMANT = 5;
    public const int IF_OPER_UP = 6;

    // linux/if.h: sizes
    public const int IFNAMSIZ = 16;

    // linux/if_arp.h: hardware types
    public const int ARPHRD_ETHER = 1;
    public const int ARPHRD_INFINIBAND = 32;
    public const int ARPHRD_LOOPBACK = 772;
    public const int ARPHRD_NONE = 65534;

    // linux/if_link.h: attributes
    public const int IFLA_ADDRESS = 1;
    public const int IFLA_BROADCAST = 2;
    public const int IFLA_IFNAME = 3;
    public const int IFLA_MTU = 4;
    public const int IFLA_LINK = 5;
    public const int IFLA_MASTER = 10;
    public const int IFLA_WIRELESS = 11;
    public const int IFLA_PROTINFO = 12;
    public const int IFLA_TXQLEN = 13;
    public const int IFLA_OPERSTATE = 16;
    public const int IFLA_LINKMODE = 17;
    public const int IFLA_LINKINFO = 18;
    public const int IFLA_NET_NS_PID = 19;
    public const int IFLA_IFALIAS = 20;
    public const int IFLA_AF_SPEC = 26;
    public const int IFLA_GROUP = 27;
    public const int IFLA_NET_NS_FD = 28;
    public const int IFLA_CARRIER = 33;
    public const int IFLA_LINK_NETNSID = 37;
    public const int IFLA_PROP_LIST = 52;
    public const int IFLA_ALT_IFNAME = 53;
    public const int IFLA_PERM_ADDRESS = 54;

    // linux/if_link.h: link info
    public const int IFLA_INFO_KIND = 1;
    public const int IFLA_INFO_DATA = 2;
    public const int IFLA_INFO_SLAVE_KIND = 4;
    public const int IFLA_INFO_SLAVE_DATA = 5;

    // linux/if_link.h: macvlan
    public const int IFLA_MACVLAN_MODE = 1;
    public const int IFLA_MACVLAN_FLAGS = 2;
    public const int MACVLAN_MODE_PRIVATE = 1;
    public const int MACVLAN_MODE_VEPA = 2;
    public const int MACVLAN_MODE_BRIDGE = 4;
    public const int MACVLAN_MODE_PASSTHRU = 8;
    public const int MACVLAN_MODE_SOURCE = 16;

    // linux/if_link.h: ipvlan
    public const int IFLA_IPVLAN_MODE = 1;
    public const int IFLA_IPVLAN_FLAGS = 2;
    public const int IPVLAN_MODE_L2 = 0;
    public const int IPVLAN_MODE_L3 = 1;
    public const int IPVLAN_MODE_L3S = 2;
    public const int IPVLAN_F_PRIVATE = 0x1;
    public const int IPVLAN_F_VEPA = 0x2;

    // linux/if_link.h: vrf
    public const int IFLA_VRF_TABLE = 1;
    public const int IFLA_VRF_PORT_TABLE = 1;

    // linux/if_link.h: IPv6 part of IFLA_AF_SPEC
    public const int IFLA_INET6_FLAGS = 1;
    public const int IFLA_INET6_CONF = 2;
    public const int IFLA_INET6_TOKEN = 7;
    public const int IFLA_INET6_ADDR_GEN_MODE = 8;
    public const int IN6_ADDR_GEN_MODE_EUI64 = 0;
    public const int IN6_ADDR_GEN_MODE_NONE = 1;
    public const int IN6_ADDR_GEN_MODE_STABLE_PRIVACY = 2;
    public const int IN6_ADDR_GEN_MODE_RANDOM = 3;
}
