using System.Net.Sockets;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;
using Keepalived.Config.Model;

namespace Keepalived.Config.Validation;

/// <summary>Addresses of an instance: family, number, duplicates, interface.</summary>
internal static class AddressRules
{
    private const int MaxCount = 255;

    public static void Apply(RuleContext context, InstanceDraft d)
    {
        Family(context, d);
        Complete(context, d, d.Addresses);
        Complete(context, d, d.Excluded);
        RemoveDuplicates(context, d, d.Addresses);
        RemoveDuplicates(context, d, d.Excluded);
        Count(context, d);
        Present(context, d);
        Routes(context, d);
    }

    // An advert holds addresses of one family; the others move along untold.
    private static void Family(RuleContext context, InstanceDraft d)
    {
        foreach (VirtualAddressConfig address in d.Addresses.Where(a => a.Family != d.Config.Family).ToArray())
        {
            context.Diagnostics.Error(address.Source.Span,
                $"({d.Name}): address family must match VRRP instance [{address}] - moving to " +
                    $"virtual_ipaddress_excluded");
            d.Addresses.Remove(address);
            d.Excluded.Add(address);
        }
    }

    private static void Complete(RuleContext context, InstanceDraft d, List<VirtualAddressConfig> addresses)
    {
        for (int i = 0; i < addresses.Count; i++)
        {
            if (addresses[i].HasOwnDevice)
            {
                context.CheckInterface(addresses[i].Device, addresses[i].Source.Span,
                    $"ip address {addresses[i].Address}");
            }
            else
            {
                addresses[i] = addresses[i] with { Device = d.Config.Interface };
            }
        }
    }

    private static void RemoveDuplicates(RuleContext context, InstanceDraft d, List<VirtualAddressConfig> addresses)
    {
        HashSet<VirtualAddressConfig> seen = [];
        addresses.RemoveAll(address =>
        {
            bool again = !seen.Add(address);
            if (again)
            {
                context.Diagnostics.Notice(address.Source.Span, $"({d.Name}) address {address} is listed twice");
            }

            return again;
        });
    }

    // 28 octets of IPv6 header and pseudo header space are not needed: what counts is the packet within the MTU.
    private static void Count(RuleContext context, InstanceDraft d)
    {
        bool six = d.Config.Family == AddressFamily.InterNetworkV6;
        int header = six ? 40 : 20;
        const int vrrpHeader = 8;
        int trailer = (d.Config.Version == 2 ? 8 : 0)
            + (d.Config.AuthenticationType == AuthenticationType.Ah ? 24 : 0) + (d.Config.Hmac is null ? 0 : 28);
        int room = (context.Host.InterfaceMtu(d.Config.Interface) - header - vrrpHeader - trailer) / (six ? 16 : 4);
        int limit = Math.Clamp(room, 1, MaxCount);
        if (d.Addresses.Count > limit)
        {
            context.Error(d, $"Number of VIPs ({d.Addresses.Count}) exceeds space available in packet (max {limit} " +
                $"addresses)" +
                " - excess moved to excluded");
            d.Excluded.AddRange(d.Addresses.Skip(limit));
            d.Addresses.RemoveRange(limit, d.Addresses.Count - limit);
        }
    }

    private static void Present(RuleContext context, InstanceDraft d)
    {
        if (d.Addresses.Count > 0)
        {
            return;
        }

        bool required = d.Config.Version == 3 || d.Config.Strict;
        if (d.NoVirtualAddress && !d.Config.Strict)
        {
            return;
        }

        string text = $"({d.Name}) No VIP specified; at least one is {(required ? "required" : "sensible")}";
        if (required)
        {
            context.Diagnostics.Fatal(d.Span, TestStatus.General, text, "virtual_ipaddress { ... }");
        }
        else
        {
            context.Diagnostics.Error(d.Span, text, "virtual_ipaddress { ... }");
        }
    }

    private static void Routes(RuleContext context, InstanceDraft d)
    {
        foreach (RouteConfig route in d.Routes)
        {
            context.CheckInterface(route.Device, route.Source.Span, "VROUTE");
            foreach (NextHopConfig hop in route.NextHops)
            {
                context.CheckInterface(hop.Device, route.Source.Span, "VROUTE nexthop");
            }
        }
    }
}
