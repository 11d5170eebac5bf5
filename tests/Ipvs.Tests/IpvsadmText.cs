using System.Net;
using System.Net.Sockets;
using Keepalived.Core.Lvs;
using Keepalived.Wire.Ip;

namespace Keepalived.Ipvs.Tests;

/// <summary>A table as <c>ipvsadm -Sn</c> prints it, one line for each service and destination, sorted.</summary>
internal static class IpvsadmText
{
    public static List<string> Lines(IEnumerable<VirtualService> services)
    {
        List<string> lines = [];
        foreach (VirtualService service in services)
        {
            string name = Name(service.Service.Key);
            lines.Add($"-A {name} -s {service.Service.Scheduler}{Options(service.Service)}");
            lines.AddRange(service.Destinations.DistinctBy(destination => destination.Key).Select(destination =>
                $"-a {name} -r {Address(destination.Key.Address, destination.Key.Port)} {Forwarding(destination)}"));
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static string Name(IpvsServiceKey key)
    {
        string option = key.Protocol switch { 6 => "-t", 17 => "-u", _ => "--sctp-service" };
        return key.Fwmark != 0
            ? $"-f {key.Fwmark}{(key.Family == AddressFamily.InterNetworkV6 ? " -6" : "")}"
            : $"{option} {Address(key.Address, key.Port)}";
    }

    private static string Address(IpAddress address, ushort port) =>
        address.IsV6 ? $"[{address}]:{port}" : $"{address}:{port}";

    private static string Options(IpvsService service)
    {
        string text = "";
        if ((service.Flags & IpvsService.Persistent) != 0)
        {
            bool isV6 = service.Key.Family == AddressFamily.InterNetworkV6;
            text = $" -p {service.TimeoutSeconds}";
            text += service.NetmaskBits == (isV6 ? 128 : 32) ? ""
                : isV6 ? $" -M {service.NetmaskBits}"
                : $" -M {new IPAddress(IPAddress.HostToNetworkOrder(-1 << (32 - service.NetmaskBits)) & 0xffffffffL)}";
        }

        text += service.PersistenceEngine.Length > 0 ? $" --pe {service.PersistenceEngine}" : "";
        text += (service.Flags & 0x04) != 0 ? " -o" : "";
        string[] names = service.Scheduler switch
        {
            "sh" => ["sh-fallback", "sh-port", "flag-3"],
            "mh" => ["mh-fallback", "mh-port", "flag-3"],
            _ => ["flag-1", "flag-2", "flag-3"],
        };
        string[] set = [.. names.Where((_, i) => (service.Flags & (0x08u << i)) != 0)];
        return text + (set.Length > 0 ? $" -b {string.Join(',', set)}" : "");
    }

    private static string Forwarding(IpvsDestination destination)
    {
        string text = destination.ForwardingMethod switch { 0 => "-m", 2 => "-i", _ => "-g" };
        text += $" -w {destination.Weight}";
        if (destination.ForwardingMethod != 2)
        {
            return text;
        }

        text += destination.TunnelType switch
        {
            0 => " --tun-type ipip",
            1 => $" --tun-type gue --tun-port {destination.TunnelPort}",
            _ => " --tun-type gre",
        };
        return text + (destination.TunnelType == 0 ? "" : destination.TunnelFlags switch
        {
            0 => " --tun-nocsum",
            1 => " --tun-csum",
            _ => " --tun-remcsum",
        });
    }
}
