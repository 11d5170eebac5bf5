using System.Net.Sockets;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Kernel;

/// <summary>One write to the kernel (closed). Only the kernel gateway applies them.</summary>
public abstract record KernelCommand;

/// <summary>
/// An address on an interface, as in one line of <c>virtual_ipaddress</c>. Equality is that of the kernel's key plus
/// the options that we set.
/// </summary>
public sealed record InterfaceAddress
{
    public required int InterfaceIndex { get; init; }

    public required IpAddress Address { get; init; }

    /// <summary>0..32 or 0..128.</summary>
    public required byte PrefixLength { get; init; }

    public IpAddress Broadcast { get; init; }

    /// <summary>Point-to-point peer; default = none.</summary>
    public IpAddress Peer { get; init; }

    public byte PeerPrefixLength { get; init; }

    /// <summary>What the kernel shows and goes by: with a peer, the length is that of the peer's network.</summary>
    public byte KernelPrefixLength => Peer.IsNone ? PrefixLength : PeerPrefixLength;

    /// <summary>rtnetlink.h RT_SCOPE_*: 0 global, 200 site, 253 link, 254 host.</summary>
    public byte Scope { get; init; }

    public string? Label { get; init; }

    /// <summary>if_addr.h IFA_F_* flags that were asked for (NODAD, NOPREFIXROUTE, HOMEADDRESS, ...).</summary>
    public uint Flags { get; init; }

    /// <summary>Seconds; <see cref="uint.MaxValue"/> = forever.</summary>
    public uint PreferredLifetime { get; init; } = uint.MaxValue;

    /// <summary>Its loss does not matter (<c>no_track</c>).</summary>
    public bool NoTrack { get; init; }
}

/// <summary>Something that an owner can have in the kernel. Equality is that of the kernel's key.</summary>
public abstract record KernelItem
{
    public abstract AddCommand ToAddition();

    public abstract RemoveCommand ToRemoval();
}

/// <summary>Puts an item into the kernel; one that is already there is success.</summary>
public abstract record AddCommand(KernelItem Item) : KernelCommand;

/// <summary>Takes an item out of the kernel; one that is already gone is success.</summary>
public abstract record RemoveCommand(KernelItem Item) : KernelCommand;

/// <summary>An address on an interface as an item: the kernel's key is interface, address and prefix length.</summary>
public sealed record AddressItem(InterfaceAddress Address) : KernelItem
{
    public bool Equals(AddressItem? other) =>
        other is not null && Address.InterfaceIndex == other.Address.InterfaceIndex
        && Address.Address.Equals(other.Address.Address)
        && Address.KernelPrefixLength == other.Address.KernelPrefixLength;

    public override int GetHashCode() =>
        HashCode.Combine(Address.InterfaceIndex, Address.Address, Address.KernelPrefixLength);

    public override AddCommand ToAddition() => new AddAddress(Address);

    public override RemoveCommand ToRemoval() => new RemoveAddress(Address);
}

public sealed record AddAddress(InterfaceAddress Address) : AddCommand(new AddressItem(Address));

public sealed record RemoveAddress(InterfaceAddress Address) : RemoveCommand(new AddressItem(Address));

/// <summary>Write a value below /proc/sys, for example <c>net/ipv4/conf/eth0/promote_secondaries</c>.</summary>
/// <param name="Path">With slashes, so that interface names may have dots.</param>
/// <param name="IsOptional">A kernel without it (no IPv6, say) is no failure.</param>
public sealed record WriteSysctl(string Path, string Value, bool IsOptional = false) : KernelCommand;

/// <summary>
/// A value below /proc/sys that is ours for as long as somebody wants it; then it is again what it was before.
/// </summary>
public sealed record SysctlItem(string Path, string Value) : KernelItem
{
    /// <summary>What it was before; null = not known, nothing to restore.</summary>
    public string? Original { get; init; }

    public bool Equals(SysctlItem? other) => other is not null && Path == other.Path;

    public override int GetHashCode() => Path.GetHashCode(StringComparison.Ordinal);

    public override AddCommand ToAddition() => new SetSysctl(this);

    public override RemoveCommand ToRemoval() => new RestoreSysctl(this);
}

public sealed record SetSysctl(SysctlItem Sysctl) : AddCommand(Sysctl);

/// <summary>Only if the value is still the one that we wrote: what somebody else wrote since is his.</summary>
public sealed record RestoreSysctl(SysctlItem Sysctl) : RemoveCommand(Sysctl);

/// <summary>A command that the kernel refused; errno is positive.</summary>
public readonly record struct KernelFailure(KernelCommand Command, int Errno, string Text);

/// <summary>An interface as the kernel shows it.</summary>
public sealed record NetworkLink
{
    public required int Index { get; init; }

    public required string Name { get; init; }

    /// <summary>if.h IFF_*.</summary>
    public uint Flags { get; init; }

    /// <summary>IFLA_OPERSTATE; 6 = up.</summary>
    public byte OperationalState { get; init; }

    /// <summary>Hardware address as 12 hexadecimal digits, or empty.</summary>
    public string HardwareAddress { get; init; } = "";

    public int Mtu { get; init; } = 1500;

    /// <summary>IFLA_LINK, the lower device; 0 = none.</summary>
    public int LowerIndex { get; init; }

    public string? Kind { get; init; }

    /// <summary>IFLA_MASTER, the bridge, bond or VRF that it belongs to; 0 = none.</summary>
    public int MasterIndex { get; init; }

    /// <summary>What it is to its master: <c>vrf</c>, <c>bridge</c>...; null without one.</summary>
    public string? MasterKind { get; init; }

    /// <summary>IFLA_GROUP.</summary>
    public uint Group { get; init; }

    /// <summary>The routing table of a VRF.</summary>
    public uint? VrfTable { get; init; }

    /// <summary>Ethernet (ARPHRD_ETHER): only that has a virtual router's MAC address.</summary>
    public bool IsEthernet { get; init; } = true;

    /// <summary>The VRF it belongs to; 0 = none.</summary>
    public int VrfIndex => MasterKind == "vrf" ? MasterIndex : 0;

    /// <summary>IFF_NOARP: nobody there listens to an announcement.</summary>
    public bool IsNoArp => (Flags & 0x80) != 0;

    /// <summary>Up and running (IFF_UP and IFF_RUNNING), what keepalived calls up.</summary>
    public bool IsUp => (Flags & 0x41) == 0x41;
}

/// <summary>An address as the kernel shows it.</summary>
public readonly record struct KernelAddress(
    int InterfaceIndex, IpAddress Address, byte PrefixLength, byte Protocol, uint Flags)
{
    /// <summary>IFA_F_SECONDARY or, for IPv6, IFA_F_TEMPORARY.</summary>
    public bool IsSecondary => (Flags & 1) != 0;

    public AddressFamily Family => Address.Family;
}

/// <summary>What the kernel tells by itself (closed); only messages that the kernel sent.</summary>
public abstract record KernelEvent;

public sealed record LinkChanged(NetworkLink Link) : KernelEvent;

public sealed record LinkRemoved(int Index, string Name) : KernelEvent;

public sealed record AddressAdded(KernelAddress Address) : KernelEvent;

public sealed record AddressRemoved(KernelAddress Address) : KernelEvent;

/// <summary>Messages were lost (ENOBUFS) or the socket is new: here is everything.</summary>
public sealed record Synchronized(KernelSnapshot Snapshot) : KernelEvent;

public sealed record KernelSnapshot(
    System.Collections.Immutable.ImmutableArray<NetworkLink> Links,
    System.Collections.Immutable.ImmutableArray<KernelAddress> Addresses);
