using System.Net.Sockets;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Kernel;

/// <summary>Something that the firewall is to do as long as it is there (closed).</summary>
public abstract record FirewallItem : KernelItem
{
    public abstract AddressFamily Family { get; }

    public override AddCommand ToAddition() => new AddFirewall(this);

    public override RemoveCommand ToRemoval() => new RemoveFirewall(this);
}

/// <summary>
/// Packets to and from this virtual address are dropped (<c>no_accept</c>): it is there to be forwarded for, not to be
/// talked to. Link-local ones are told apart by their interface.
/// </summary>
public sealed record RefusedAddress(IpAddress Address, int InterfaceIndex) : FirewallItem
{
    public override AddressFamily Family => Address.Family;

    public bool IsLinkLocal => Address is { IsV6: true, IsLinkLocal: true };

    public bool Equals(RefusedAddress? other) => other is not null && Address.Equals(other.Address)
        && (!IsLinkLocal || InterfaceIndex == other.InterfaceIndex);

    public override int GetHashCode() => Address.GetHashCode();
}

/// <summary>
/// A virtual router's interface reports no groups under its MAC address, which another router may have at the same
/// time: the base does it in its place. It solicits no routers either.
/// </summary>
public sealed record QuietInterface(int Index, int LowerIndex, AddressFamily RouterFamily) : FirewallItem
{
    public override AddressFamily Family => RouterFamily;
}

/// <summary>The table of a family; a left-over one goes as a whole.</summary>
public sealed record FirewallTable(string Name) : FirewallItem
{
    public override AddressFamily Family => AddressFamily.Unspecified;
}

/// <summary>Something of an nf_tables table went, by whose hand ever.</summary>
/// <param name="Family">NFPROTO_IPV4 = 2, NFPROTO_IPV6 = 10; 0 = notifications were lost, it may be any table.</param>
/// <param name="Table">Its name.</param>
/// <param name="Generation">The rule set's number after it; 0 = unknown.</param>
public sealed record FirewallRemoved(byte Family, string Table, uint Generation) : KernelEvent;

public sealed record AddFirewall(FirewallItem Wish) : AddCommand(Wish);

public sealed record RemoveFirewall(FirewallItem Wish) : RemoveCommand(Wish);
