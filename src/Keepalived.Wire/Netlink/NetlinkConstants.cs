namespace Keepalived.Wire.Netlink;

/// <summary>Messages and attributes of any netlink family: the names and values of linux/netlink.h.</summary>
public static class NetlinkConstants
{
    // linux/netlink.h: families of sockets
    public const int NETLINK_ROUTE = 0;
    public const int NETLINK_GENERIC = 16;

    // linux/netlink.h: socket options (level SOL_NETLINK)
    public const int NETLINK_ADD_MEMBERSHIP = 1;
    public const int NETLINK_DROP_MEMBERSHIP = 2;
    public const int NETLINK_PKTINFO = 3;
    public const int NETLINK_BROADCAST_ERROR = 4;
    public const int NETLINK_NO_ENOBUFS = 5;
    public const int NETLINK_CAP_ACK = 10;
    public const int NETLINK_EXT_ACK = 11;
    public const int NETLINK_GET_STRICT_CHK = 12;

    // linux/netlink.h: control messages
    public const int NLMSG_NOOP = 1;
    public const int NLMSG_ERROR = 2;
    public const int NLMSG_DONE = 3;
    public const int NLMSG_OVERRUN = 4;
    public const int NLMSG_MIN_TYPE = 16;

    // linux/netlink.h: sizes
    public const int NLMSG_HDRLEN = 16;
    public const int NLMSG_ALIGNTO = 4;
    public const int NLA_HDRLEN = 4;
    public const int NLA_ALIGNTO = 4;

    // linux/netlink.h: flags of any message
    public const int NLM_F_REQUEST = 0x1;
    public const int NLM_F_MULTI = 0x2;
    public const int NLM_F_ACK = 0x4;
    public const int NLM_F_ECHO = 0x8;
    public const int NLM_F_DUMP_INTR = 0x10;
    public const int NLM_F_DUMP_FILTERED = 0x20;

    // linux/netlink.h: flags of get requests
    public const int NLM_F_ROOT = 0x100;
    public const int NLM_F_MATCH = 0x200;
    public const int NLM_F_ATOMIC = 0x400;
    public const int NLM_F_DUMP = 0x300;

    // linux/netlink.h: flags of new requests
    public const int NLM_F_REPLACE = 0x100;
    public const int NLM_F_EXCL = 0x200;
    public const int NLM_F_CREATE = 0x400;
    public const int NLM_F_APPEND = 0x800;

    // linux/netlink.h: flags of acknowledgements
    public const int NLM_F_CAPPED = 0x100;
    public const int NLM_F_ACK_TLVS = 0x200;

    // linux/netlink.h: attribute type bits
    public const int NLA_F_NESTED = 0x8000;
    public const int NLA_F_NET_BYTEORDER = 0x4000;

    // linux/netlink.h: attributes of acknowledgements
    public const int NLMSGERR_ATTR_MSG = 1;
    public const int NLMSGERR_ATTR_OFFS = 2;
}
