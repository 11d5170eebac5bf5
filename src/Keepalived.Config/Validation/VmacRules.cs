using System.Net.Sockets;
using Keepalived.Config.Grammar;
using Keepalived.Config.Model;

namespace Keepalived.Config.Validation;

/// <summary>Virtual interfaces: names, addresses, and what does not go with them.</summary>
internal static class VmacRules
{
    public static void Apply(RuleContext context, InstanceDraft d)
    {
        if (d.TransmitFromBase && d.Config.Vmac is null && !d.Config.UseVmacForAddresses)
        {
            context.Error(d, "vmac_xmit_base is only valid with a vmac", "use_vmac");
            d.TransmitFromBase = false;
        }

        Addresses(context, d);
        if (d.Config.Vmac is not { } vmac)
        {
            return;
        }

        if (d.Config.PromoteSecondaries)
        {
            context.Error(d, "promote_secondaries is automatically set for vmacs - ignoring");
            InstanceRules.Set(d, c => c with { PromoteSecondaries = false });
        }

        if (vmac.MacAddress.Count == 5)
        {
            vmac = vmac with
            {
                MacAddress = vmac.MacAddress.Add(d.Config.VirtualRouterId),
                MacEndsWithVrid = true,
            };
        }

        bool needsAddress = vmac.Kind == VirtualInterfaceKind.Ipvlan && vmac.IpvlanAddress is null
            && d.Config.Family == AddressFamily.InterNetwork && d.MulticastSource is null && d.UnicastSource is null;
        if (needsAddress)
        {
            context.Error(d, "IPv4 ipvlan requires a source ip address to be configured. setting instance to fault " +
                "state");
            InstanceRules.Set(d, c => c with { ConfigurationFault = true });
        }

        // The ipvlan's own address is where its adverts come from.
        if (vmac.IpvlanAddress is { } own && own.Family == d.Config.Family)
        {
            d.MulticastSource ??= own.Address;
        }

        InstanceRules.Set(d, c => c with { Vmac = vmac with { TransmitFromBase = d.TransmitFromBase } });
    }

    // An address can be on one virtual interface only.
    private static void Addresses(RuleContext context, InstanceDraft d)
    {
        foreach (VirtualAddressConfig address in d.Addresses.Concat(d.Excluded).Where(static a => a.UseVmac))
        {
            bool elsewhere = address.HasOwnDevice && address.Device != d.Config.Interface;
            string other = elsewhere && d.Config.UseVmacForAddresses ? "use_vmac_addr"
                : !elsewhere && d.Config.Vmac is not null ? "use_vmac of the vrrp instance"
                : "";
            if (other.Length > 0)
            {
                context.Diagnostics.Error(address.Source.Span,
                    $"({d.Name}) {other} specified and use_vmac specified for VIP/eVIP {address}", "one of the two");
            }
        }
    }

    /// <summary>Gives each virtual interface a name of its own; vrrp.VRID unless one is configured.</summary>
    public static void CheckNames(RuleContext context)
    {
        Dictionary<string, string> users = new(StringComparer.Ordinal);
        foreach (InstanceDraft d in context.Draft.Instances.Where(static i => i.Config.Vmac is { HasOwnName: true }))
        {
            VmacConfig vmac = d.Config.Vmac!;
            if (users.TryAdd(vmac.InterfaceName, d.Name))
            {
                continue;
            }

            context.Error(d, $"VRRP instance {users[vmac.InterfaceName]} is already using {vmac.InterfaceName} - " +
                $"ignoring name");
            InstanceRules.Set(d, c => c with { Vmac = vmac with { InterfaceName = "", HasOwnName = false } });
        }

        foreach (InstanceDraft d in context.Draft.Instances.Where(static i => i.Config.Vmac is { HasOwnName: false }))
        {
            string name = FreeName(context.Global.VmacPrefix, d, users);
            users.Add(name, d.Name);
            InstanceRules.Set(d, c => c with { Vmac = c.Vmac! with { InterfaceName = name } });
        }

        foreach (InstanceDraft d in context.Draft.Instances)
        {
            Dictionary<string, string> carriers = new(StringComparer.Ordinal);
            Carry(context, d, d.Addresses, carriers, users);
            Carry(context, d, d.Excluded, carriers, users);
        }
    }

    /// <summary>
    /// Which virtual interface holds each address: the instance's own for those on its interface, one for each other
    /// interface where it was asked for. Addresses over one interface share theirs. An ipvlan carries but the address
    /// that it sends from (measured: 2.2.7): the MAC address is the same either way.
    /// </summary>
    private static void Carry(
        RuleContext context,
        InstanceDraft d,
        List<VirtualAddressConfig> addresses,
        Dictionary<string, string> carriers,
        Dictionary<string, string> users)
    {
        for (int i = 0; i < addresses.Count; i++)
        {
            VirtualAddressConfig address = addresses[i];
            if (d.Config.Vmac is { } vmac && address.Device == d.Config.Interface)
            {
                if (vmac.Kind == VirtualInterfaceKind.Ipvlan)
                {
                    continue;
                }

                addresses[i] = address with { Carrier = vmac.InterfaceName };
            }
            else if (address.UseVmac || (d.Config.UseVmacForAddresses && address.Device != d.Config.Interface
                && address.Device != d.Config.Vmac?.InterfaceName))
            {
                if (!carriers.TryGetValue(address.Device, out string? name))
                {
                    string prefix = context.Draft.Global.VmacAddressPrefixGiven
                        ? context.Global.VmacAddressPrefix
                        : context.Global.VmacPrefix;
                    carriers.Add(address.Device, name = FreeName(prefix, d, users));
                    users.Add(name, d.Name);
                }

                addresses[i] = address with { Carrier = name };
            }
        }
    }

    private static string FreeName(string prefix, InstanceDraft d, Dictionary<string, string> users)
    {
        string name = $"{prefix}.{d.Config.VirtualRouterId}";
        if (users.ContainsKey(name) && d.Config.Family == AddressFamily.InterNetworkV6)
        {
            name = $"{prefix}6.{d.Config.VirtualRouterId}";
        }

        for (int n = 1; users.ContainsKey(name); n++)
        {
            name = $"{prefix}{n}.{d.Config.VirtualRouterId}";
        }

        return name;
    }
}
