namespace Keepalived.Wire.Netlink;

/// <summary>Links, addresses, routes and rules over NETLINK_ROUTE: the names and values of linux/rtnetlink.h.</summary>
public static class RtnetlinkConstants
{
    // linux/rtnetlink.h: message types
    public const int RTM_NEWLINK = 16;
    public const int RTM_DELLINK = 17;
    public const int RTM_GETLINK = 18;
    public const int RTM_SETLINK = 19;
    public const int RTM_NEWADDR = 20;
    public const int RTM_DELADDR = 21;
    public const int RTM_GETADDR = 22;
    public const int RTM_NEWROUTE = 24;
    public const int RTM_DELROUTE = 25;
    public const int RTM_GETROUTE = 26;
    public const int RTM_NEWNEIGH = 28;
    public const int RTM_DELNEIGH = 29;
    public const int RTM_GETNEIGH = 30;
    public const int RTM_NEWRULE = 32;
    public const int RTM_DELRULE = 33;
    public const int RTM_GETRULE = 34;

    // linux/rtnetlink.h: multicast groups
    public const int RTNLGRP_LINK = 1;
    public const int RTNLGRP_NEIGH = 3;
    public const int RTNLGRP_IPV4_IFADDR = 5;
    public const int RTNLGRP_IPV4_ROUTE = 7;
    public const int RTNLGRP_IPV4_RULE = 8;
    public const int RTNLGRP_IPV6_IFADDR = 9;
    public const int RTNLGRP_IPV6_ROUTE = 11;
    public const int RTNLGRP_IPV6_RULE = 19;

    // linux/rtnetlink.h: rtm_type
    public const int RTN_UNSPEC = 0;
    public const int RTN_UNICAST = 1;
    public const int RTN_LOCAL = 2;
    public const int RTN_BROADCAST = 3;
    public const int RTN_ANYCAST = 4;
    public const int RTN_MULTICAST = 5;
    public const int RTN_BLACKHOLE = 6;
    public const int RTN_UNREACHABLE = 7;
    public const int RTN_PROHIBIT = 8;
    public const int RTN_THROW = 9;
    public const int RTN_NAT = 10;
    public const int RTN_XRESOLVE = 11;

    // linux/rtnetlink.h: rtm_protocol
    public const int RTPROT_UNSPEC = 0;
    public const int RTPROT_REDIRECT = 1;
    public const int RTPROT_KERNEL = 2;
    public const int RTPROT_BOOT = 3;
    public const int RTPROT_STATIC = 4;
    public const int RTPROT_RA = 9;
    public const int RTPROT_DHCP = 16;
    public const int RTPROT_KEEPALIVED = 18;

    // linux/rtnetlink.h: rtm_scope
    public const int RT_SCOPE_UNIVERSE = 0;
    public const int RT_SCOPE_SITE = 200;
    public const int RT_SCOPE_LINK = 253;
    public const int RT_SCOPE_HOST = 254;
    public const int RT_SCOPE_NOWHERE = 255;

    // linux/rtnetlink.h: tables
    public const int RT_TABLE_UNSPEC = 0;
    public const int RT_TABLE_COMPAT = 252;
    public const int RT_TABLE_DEFAULT = 253;
    public const int RT_TABLE_MAIN = 254;
    public const int RT_TABLE_LOCAL = 255;

    // linux/rtnetlink.h: rtm_flags
    public const int RTM_F_NOTIFY = 0x100;
    public const int RTM_F_CLONED = 0x200;
    public const int RTM_F_PREFIX = 0x800;

    // linux/rtnetlink.h: route attributes
    public const int RTA_DST = 1;
    public const int RTA_SRC = 2;
    public const int RTA_IIF = 3;
    public const int RTA_OIF = 4;
    public const int RTA_GATEWAY = 5;
    public const int RTA_PRIORITY = 6;
    public const int RTA_PREFSRC = 7;
    public const int RTA_METRICS = 8;
    public const int RTA_MULTIPATH = 9;
    public const int RTA_FLOW = 11;
    public const int RTA_CACHEINFO = 12;
    public const int RTA_TABLE = 15;
    public const int RTA_MARK = 16;
    public const int RTA_VIA = 18;
    public const int RTA_NEWDST = 19;
    public const int RTA_PREF = 20;
    public const int RTA_ENCAP_TYPE = 21;
    public const int RTA_ENCAP = 22;
    public const int RTA_EXPIRES = 23;
    public const int RTA_UID = 25;
    public const int RTA_TTL_PROPAGATE = 26;
    public const int RTA_NH_ID = 30;

    // linux/rtnetlink.h: nexthop flags
    public const int RTNH_F_DEAD = 0x1;
    public const int RTNH_F_PERVASIVE = 0x2;
    public const int RTNH_F_ONLINK = 0x4;
    public const int RTNH_F_OFFLOAD = 0x8;
    public const int RTNH_F_LINKDOWN = 0x10;

    // linux/rtnetlink.h: metrics
    public const int RTAX_LOCK = 1;
    public const int RTAX_MTU = 2;
    public const int RTAX_WINDOW = 3;
    public const int RTAX_RTT = 4;
    public const int RTAX_RTTVAR = 5;
    public const int RTAX_SSTHRESH = 6;
    public const int RTAX_CWND = 7;
    public const int RTAX_ADVMSS = 8;
    public const int RTAX_REORDERING = 9;
    public const int RTAX_HOPLIMIT = 10;
    public const int RTAX_INITCWND = 11;
    public const int RTAX_FEATURES = 12;
    public const int RTAX_RTO_MIN = 13;
    public const int RTAX_INITRWND = 14;
    public const int RTAX_QUICKACK = 15;
    public const int RTAX_CC_ALGO = 16;
    public const int RTAX_FASTOPEN_NO_COOKIE = 17;
    public const int RTAX_MAX = 17;
    public const int RTAX_FEATURE_ECN = 1;
}
