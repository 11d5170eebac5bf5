namespace Keepalived.Wire.Netlink;

/// <summary>The controller of generic netlink: the names and values of linux/genetlink.h.</summary>
public static class GenericNetlinkConstants
{
    // linux/genetlink.h: identifiers and sizes
    public const int GENL_ID_CTRL = 16;
    public const int GENL_HDRLEN = 4;
    public const int GENL_NAMSIZ = 16;

    // linux/genetlink.h: commands
    public const int CTRL_CMD_NEWFAMILY = 1;
    public const int CTRL_CMD_DELFAMILY = 2;
    public const int CTRL_CMD_GETFAMILY = 3;

    // linux/genetlink.h: attributes
    public const int CTRL_ATTR_FAMILY_ID = 1;
    public const int CTRL_ATTR_FAMILY_NAME = 2;
    public const int CTRL_ATTR_VERSION = 3;
    public const int CTRL_ATTR_HDRSIZE = 4;
    public const int CTRL_ATTR_MAXATTR = 5;
    public const int CTRL_ATTR_OPS = 6;
    public const int CTRL_ATTR_MCAST_GROUPS = 7;
    public const int CTRL_ATTR_MCAST_GRP_NAME = 1;
    public const int CTRL_ATTR_MCAST_GRP_ID = 2;
}
