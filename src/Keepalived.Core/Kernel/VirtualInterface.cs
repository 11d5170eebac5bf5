using System.Collections.Immutable;
using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Wire.Ethernet;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Core.Kernel;

/// <summary>A macvlan or ipvlan that an instance makes for itself or for some of its addresses.</summary>
public sealed record VirtualInterface
{
    public required string Name { get; init; }

    /// <summary>The interface below.</summary>
    public required string BaseName { get; init; }

    public VirtualInterfaceKind Kind { get; init; }

    /// <summary>Of a macvlan: RFC 9568 section 7.3, or as configured.</summary>
    public MacAddress HardwareAddress { get; init; }

    public IpvlanMode IpvlanMode { get; init; }

    /// <summary>Interface group; null = that of the base.</summary>
    public uint? Group { get; init; }

    /// <summary>Of the virtual router.</summary>
    public AddressFamily Family { get; init; } = AddressFamily.InterNetwork;

    /// <summary>It has IPv4 addresses, or the adverts of an IPv4 instance.</summary>
    public bool HasIPv4 { get; init; }

    public bool HasIPv6 { get; init; }

    /// <summary>IPv6 adverts leave from here: it needs a link-local address of its own, which is the base's.</summary>
    public bool NeedsLinkLocal { get; init; }

    /// <summary>The kernel has to be made to tell of the base's promiscuity (<c>netlink_notify_msg</c>).</summary>
    public bool NotifiesBase { get; init; }

    /// <summary>Of an ipvlan: the address that it sends from.</summary>
    public VirtualAddressConfig? OwnAddress { get; init; }

    /// <summary>The same interface can serve as both: what differs is set while it is in use.</summary>
    public bool IsMadeAs(VirtualInterface other) => this with
    {
        HasIPv4 = other.HasIPv4,
        HasIPv6 = other.HasIPv6,
        NeedsLinkLocal = other.NeedsLinkLocal,
        NotifiesBase = other.NotifiesBase,
    } == other;

    /// <summary>Those of an instance: its own first.</summary>
    public static ImmutableArray<VirtualInterface> Of(VrrpInstanceConfig config)
    {
        ImmutableArray<VirtualInterface>.Builder found = ImmutableArray.CreateBuilder<VirtualInterface>();
        if (config.Vmac is { } vmac)
        {
            found.Add(Own(config, vmac));
        }

        foreach (VirtualAddressConfig address in config.VirtualAddresses.Concat(config.ExcludedAddresses))
        {
            if (address.Carrier.Length > 0 && !found.Any(i => i.Name == address.Carrier))
            {
                found.Add(new VirtualInterface
                {
                    Name = address.Carrier,
                    BaseName = address.Device,
                    Family = config.Family,
                    HardwareAddress = MacOf(config),
                    HasIPv4 = Has(config, address.Carrier, AddressFamily.InterNetwork),
                    HasIPv6 = Has(config, address.Carrier, AddressFamily.InterNetworkV6),
                });
            }
        }

        return found.ToImmutable();
    }

    private static VirtualInterface Own(VrrpInstanceConfig config, VmacConfig vmac)
    {
        bool sendsHere = !vmac.TransmitFromBase;
        bool six = config.Family == AddressFamily.InterNetworkV6;
        return new VirtualInterface
        {
            Name = vmac.InterfaceName,
            BaseName = config.Interface,
            Family = config.Family,
            Kind = vmac.Kind,
            HardwareAddress = MacOf(config),
            IpvlanMode = vmac.IpvlanMode,
            Group = vmac.Group,
            HasIPv4 = !six || Has(config, vmac.InterfaceName, AddressFamily.InterNetwork),
            HasIPv6 = six || Has(config, vmac.InterfaceName, AddressFamily.InterNetworkV6),
            NeedsLinkLocal = six && sendsHere && vmac.Kind == VirtualInterfaceKind.Macvlan,
            NotifiesBase = vmac.NetlinkNotify,
            OwnAddress = vmac.IpvlanAddress,
        };
    }

    private static MacAddress MacOf(VrrpInstanceConfig config) => config.Vmac is { MacAddress.Count: 6 } vmac
        ? MacAddress.FromBytes(vmac.MacAddress.AsSpan())
        : VirtualRouterMac.For(config.Family, config.VirtualRouterId);

    private static bool Has(VrrpInstanceConfig config, string carrier, AddressFamily family) =>
        config.VirtualAddresses.Concat(config.ExcludedAddresses).Any(a => a.Carrier == carrier && a.Family == family);
}
