using Keepalived.Config.Model;
using Keepalived.Wire;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Netlink;

namespace Keepalived.Core.Kernel;

/// <summary>From the route lines of a configuration to items for the kernel.</summary>
public static class VirtualRoutes
{
    /// <summary>
    /// Items for these lines; a line that names an interface which is not there now is left out and reported.
    /// </summary>
    public static IEnumerable<RouteItem> Items(
        IEnumerable<RouteConfig> lines, LinkTable links, List<string>? missing = null)
    {
        foreach (RouteConfig line in lines)
        {
            if (TryConvert(line, links, out RouteMessage? route, out string device))
            {
                yield return new RouteItem(route!)
                {
                    NoTrack = line.NoTrack && !line.IsOwnedAllTheSame,
                    Insertion = line.Insertion,
                };
            }
            else
            {
                missing?.Add($"route {Destination(line)} dev {device}");
            }
        }
    }

    private static bool TryConvert(RouteConfig line, LinkTable links, out RouteMessage? route, out string missing)
    {
        route = null;
        if (!TryFind(line.Device, links, out int output, out missing))
        {
            return false;
        }

        if (!TryConvert(line.NextHops, links, out List<RouteNextHop> hops, out missing))
        {
            return false;
        }

        if (!TryFindTable(line, links, out uint table, out missing))
        {
            return false;
        }

        route = new RouteMessage
        {
            Family = line.Family,
            Destination = Prefix(line.Destination),
            Source = Prefix(line.From),
            TypeOfService = line.Tos,
            Table = table,
            Protocol = line.Protocol,
            Scope = line.Scope ?? DefaultScope(line),
            Type = (byte)line.Type,
            Flags = line.OnLink ? RouteFlags.OnLink : 0u,
            Gateway = Address(line.Via),
            OutputInterface = output,
            Priority = line.Metric,
            PreferredSource = Address(line.PreferredSource),
            Metrics = Convert(line),
            NextHops = ValueList.From(hops),
            Realms = line.Realms,
            Encapsulation = Convert(line.Encapsulation),
            Preference = line.Preference,
            ExpiresSeconds = line.ExpiresSeconds,
            TtlPropagate = line.TtlPropagate is { } propagate ? (byte)(propagate ? 1 : 0) : null,
        };
        return true;
    }

    private static bool TryConvert(
        IEnumerable<NextHopConfig> lines, LinkTable links, out List<RouteNextHop> hops, out string missing)
    {
        hops = [];
        missing = "";
        foreach (NextHopConfig hop in lines)
        {
            if (!TryFind(hop.Device, links, out int output, out missing))
            {
                return false;
            }

            hops.Add(new RouteNextHop
            {
                Gateway = Address(hop.Via),
                OutputInterface = output,
                Weight = hop.Weight,
                Flags = hop.OnLink ? RouteFlags.OnLink : (byte)0,
                Realms = hop.Realms,
                Encapsulation = Convert(hop.Encapsulation),
            });
        }

        return true;
    }

    /// <summary>As iproute2: what is on the link has scope link, what goes through a gateway is global.</summary>
    private static byte DefaultScope(RouteConfig line) => line switch
    {
        { Family: System.Net.Sockets.AddressFamily.InterNetworkV6 } => 0,
        { Type: RouteType.Local or RouteType.Nat } => RouteFlags.ScopeHost,
        { Via: null, NextHops.IsEmpty: true,
            Type: RouteType.Unicast or RouteType.Broadcast or RouteType.Multicast or RouteType.Anycast }
            => RouteFlags.ScopeLink,
        _ => 0,
    };

    private static RouteMetrics? Convert(RouteConfig line)
    {
        if (line.Metrics.IsEmpty && line.CongestionControl.Length == 0)
        {
            return null;
        }

        const int CongestionControl = 16; // RTAX_CC_ALGO of linux/rtnetlink.h
        uint locked = line.CongestionControlLocked ? 1u << CongestionControl : 0;
        List<Wire.Netlink.RouteMetric> values = [];
        foreach (Config.Model.RouteMetric metric in line.Metrics)
        {
            values.Add(new Wire.Netlink.RouteMetric((int)metric.Kind, metric.Value));
            locked |= metric.Locked ? 1u << (int)metric.Kind : 0;
        }

        return new RouteMetrics
        {
            Values = ValueList.From(values),
            Locked = locked,
            CongestionControl = line.CongestionControl,
        };
    }

    private static Wire.Netlink.RouteEncapsulation? Convert(Config.Model.RouteEncapsulation? from) =>
        from is null or { Kind: EncapsulationKind.None } ? null : new Wire.Netlink.RouteEncapsulation
        {
            Kind = (ushort)from.Kind,
            Id = from.Kind is EncapsulationKind.Ip or EncapsulationKind.Ip6 && from.Id != 0 ? from.Id : null,
            Destination = Address(from.Destination),
            Source = Address(from.SourceAddress),
            TimeToLive = from.Ttl == 0 ? null : from.Ttl,
            TypeOfService = from.Tos == 0 ? null : from.Tos,
            Flags = from.Flags == 0 ? null : from.Flags,
            Labels = ValueList.From(from.MplsLabels),
            Locator = from.Kind == EncapsulationKind.Ila ? from.Id : null,
        };

    /// <summary>The table that was written, or that of the VRF.</summary>
    private static bool TryFindTable(RouteConfig line, LinkTable links, out uint table, out string missing)
    {
        uint? ofVrf = line.Vrf.Length == 0 ? line.Table : links.Find(line.Vrf)?.VrfTable;
        table = ofVrf ?? 0;
        missing = ofVrf is null ? line.Vrf : "";
        return ofVrf is not null;
    }

    private static bool TryFind(string device, LinkTable links, out int index, out string missing)
    {
        index = device.Length == 0 ? 0 : links.Find(device)?.Index ?? 0;
        missing = index == 0 ? device : "";
        return missing.Length == 0;
    }

    private static IpAddress Address(System.Net.IPAddress? address) =>
        address is null ? default : IpAddress.From(address);

    private static IpPrefix Prefix(IPPrefix? prefix) =>
        prefix is null ? default : new IpPrefix(IpAddress.From(prefix.Address), (byte)prefix.Length);

    private static string Destination(RouteConfig line) => line.Destination?.ToString() ?? "default";

    private static class RouteFlags
    {
        /// <summary>RTNH_F_ONLINK of linux/rtnetlink.h.</summary>
        public const byte OnLink = 4;

        /// <summary>RT_SCOPE_LINK and RT_SCOPE_HOST of linux/rtnetlink.h.</summary>
        public const byte ScopeLink = 253;
        public const byte ScopeHost = 254;
    }
}
