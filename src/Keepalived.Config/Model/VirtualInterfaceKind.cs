namespace Keepalived.Config.Model;

/// <summary>What kind of virtual interface carries the instance.</summary>
public enum VirtualInterfaceKind
{
    Macvlan,
    Ipvlan,
}
