namespace Keepalived.Wire.Netlink;

/// <summary>Interface addresses: the names and values of linux/if_addr.h.</summary>
public static class AddressConstants
{
    // linux/if_addr.h: attributes
    public const int IFA_ADDRESS = 1;
    public const int IFA_LOCAL = 2;
    public const int IFA_LABEL = 3;
    public const int IFA_BROADCAST = 4;
    public const int IFA_ANYCAST = 5;
    public const int IFA_CACHEINFO = 6;
    public const int IFA_MULTICAST = 7;
    public const int IFA_FLAGS = 8;
    public const int IFA_RT_PRIORITY = 9;
    public const int IFA_PROTO = 11;

    // linux/if_addr.h: flags
    public const int IFA_F_SECONDARY = 0x1;
    public const int IFA_F_TEMPORARY = 0x1;
    public const int IFA_F_NODAD = 0x2;
    public const int IFA_F_OPTIMISTIC = 0x4;
    public const int IFA_F_DADFAILED = 0x8;
    public const int IFA_F_HOMEADDRESS = 0x10;
    public const int IFA_F_DEPRECATED = 0x20;
    public const int IFA_F_TENTATIVE = 0x40;
    public const int IFA_F_PERMANENT = 0x80;
    public const int IFA_F_MANAGETEMPADDR = 0x100;
    public const int IFA_F_NOPREFIXROUTE = 0x200;
    public const int IFA_F_MCAUTOJOIN = 0x400;
    public const int IFA_F_STABLE_PRIVACY = 0x800;

    // linux/if_addr.h: origins
    public const int IFAPROT_UNSPEC = 0;
    public const int IFAPROT_KERNEL_LO = 1;
    public const int IFAPROT_KERNEL_RA = 2;
    public const int IFAPROT_KERNEL_LL = 3;
}
