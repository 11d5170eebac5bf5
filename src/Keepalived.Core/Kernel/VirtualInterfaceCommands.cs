using System.Collections.Immutable;
using System.Globalization;
using Keepalived.Config.Model;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Netlink;

namespace Keepalived.Core.Kernel;

/// <summary>What makes a virtual interface, and what makes it fit for a virtual router.</summary>
public static class VirtualInterfaceCommands
{
    // linux/if_addr.h IFA_F_NODAD: the base has claimed the address already.
    private const uint NoDuplicateDetection = 2;

    /// <summary>The interface itself, still down.</summary>
    public static CreateLink Create(VirtualInterface wanted, NetworkLink lower)
    {
        LinkRequest link = wanted.Kind == VirtualInterfaceKind.Macvlan
            ? LinkRequest.Macvlan(wanted.Name, lower.Index, wanted.HardwareAddress)
            : LinkRequest.Ipvlan(wanted.Name, lower.Index, wanted.IpvlanMode switch
            {
                IpvlanMode.Private => LinkConstants.IPVLAN_F_PRIVATE,
                IpvlanMode.Vepa => LinkConstants.IPVLAN_F_VEPA,
                _ => 0,
            });
        return new CreateLink(link with
        {
            Group = wanted.Group ?? (lower.Group == 0 ? null : lower.Group),
            MasterIndex = lower.VrfIndex == 0 ? null : lower.VrfIndex,
        });
    }

    /// <summary>True if an interface that is there already can serve as the wanted one.</summary>
    public static bool Fits(VirtualInterface wanted, NetworkLink present, NetworkLink lower) =>
        present.LowerIndex == lower.Index
        && present.Kind == (wanted.Kind == VirtualInterfaceKind.Macvlan ? "macvlan" : "ipvlan")
        && (wanted.Kind == VirtualInterfaceKind.Ipvlan
            || present.HardwareAddress == wanted.HardwareAddress.Value.ToString("x12", CultureInfo.InvariantCulture));

    /// <summary>Switches, then up: nothing may be answered or sent the wrong way in between.</summary>
    public static ImmutableArray<KernelCommand> SetUp(VirtualInterface wanted, NetworkLink lower)
    {
        List<KernelCommand> commands = [];
        if (wanted.HasIPv4)
        {
            commands.AddRange(SwitchesOfBases([wanted]).Select(static item => item.ToAddition()));
            AddSwitches(commands, wanted);
        }

        if (wanted.HasIPv6)
        {
            // No address but those that we give it; without accept_ra the kernel solicits no routers either.
            commands.Add(new WriteSysctl($"net/ipv6/conf/{wanted.Name}/accept_ra", "0", IsOptional: true));
            commands.Add(new WriteSysctl($"net/ipv6/conf/{wanted.Name}/autoconf", "0", IsOptional: true));
            commands.Add(new ChangeLink(new LinkRequest
            {
                Name = wanted.Name,
                AddressGenerationMode = LinkConstants.IN6_ADDR_GEN_MODE_NONE,
            }));
            // Before a reload it may have been without.
            commands.Add(new WriteSysctl($"net/ipv6/conf/{wanted.Name}/disable_ipv6", "0", IsOptional: true));
        }
        else
        {
            commands.Add(new WriteSysctl($"net/ipv6/conf/{wanted.Name}/disable_ipv6", "1", IsOptional: true));
        }

        commands.Add(new ChangeLink(new LinkRequest
        {
            Name = wanted.Name,
            Flags = LinkConstants.IFF_UP,
            FlagsMask = LinkConstants.IFF_UP,
        }));
        if (wanted.NotifiesBase)
        {
            // Setting the group that it has makes the kernel tell everybody of the flags that it has.
            commands.Add(new ChangeLink(new LinkRequest { Index = lower.Index, Group = lower.Group }));
        }

        return [.. commands];
    }

    /// <summary>The base's link-local address on the virtual interface too, never preferred as a source.</summary>
    public static AddressItem LinkLocal(int index, IpAddress address) => new(new InterfaceAddress
    {
        InterfaceIndex = index,
        Address = address,
        PrefixLength = 64,
        Scope = 253,
        Flags = NoDuplicateDetection,
        PreferredLifetime = 0,
    });

    /// <summary>
    /// arp_ignore, arp_filter: each address is answered for on its own interface alone, with that one's MAC address.
    /// rp_filter of all would hold for the virtual ones too.
    /// </summary>
    internal static IEnumerable<SysctlItem> SwitchesOfBases(IEnumerable<VirtualInterface> wanted) =>
        wanted.Where(static w => w.HasIPv4 && w.Kind == VirtualInterfaceKind.Macvlan).SelectMany(static w => new[]
        {
            new SysctlItem($"net/ipv4/conf/{w.BaseName}/arp_ignore", "1"),
            new SysctlItem($"net/ipv4/conf/{w.BaseName}/arp_filter", "1"),
            new SysctlItem(SysctlPaths.AllReversePathFilter, "0"),
        });

    // rp_filter, accept_local: packets come in here that answer what left by the base, and from ourselves.
    private static void AddSwitches(List<KernelCommand> commands, VirtualInterface wanted)
    {
        string own = $"net/ipv4/conf/{wanted.Name}/";
        if (wanted.Kind == VirtualInterfaceKind.Macvlan)
        {
            commands.Add(new WriteSysctl(own + "arp_ignore", "1"));
            commands.Add(new WriteSysctl(own + "accept_local", "1"));
        }

        commands.Add(new WriteSysctl(own + "rp_filter", "0"));
        commands.Add(new WriteSysctl(own + "promote_secondaries", "1"));
    }
}
