namespace Keepalived.Config.Model;

/// <summary>Address flags of linux/if_addr.h that a configuration can set.</summary>
[Flags]
public enum VirtualAddressFlags
{
    None = 0,
    NoDad = 0x02,
    Home = 0x10,
    ManageTemporary = 0x100,
    NoPrefixRoute = 0x200,
    MulticastAutoJoin = 0x400,
}
