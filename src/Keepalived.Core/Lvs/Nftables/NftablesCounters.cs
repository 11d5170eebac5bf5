using System.Globalization;
using System.Text.Json;
using Keepalived.Wire.Ipvs;
using static Keepalived.Core.Lvs.Nftables.NftablesNames;

namespace Keepalived.Core.Lvs.Nftables;

/// <summary>
/// Sets whose elements count: flows, packets to servers and packets from them, each by what the client asked for and
/// where it went. They stand apart from the maps that decide, so that a change of weights loses no count. What came by
/// a firewall mark is counted on its way in only: answers have no mark. Two servers of one address count together where
/// the service names no port.
/// </summary>
internal static class NftablesCounters
{
    private const string Flows = "new_";
    private const string In = "in_";
    private const string Out = "out_";

    private static readonly string[] s_protocols = ["tcp", "udp", "sctp"];
    private static readonly (string Suffix, string Family)[] s_families = [("", "ip"), ("6", "ip6")];

    /// <summary>Where a server is counted: names of sets, and the element that is the same in all of them.</summary>
    public static IEnumerable<(string Set, string Element)> Of(IpvsServiceKey service, IpvsDestinationKey server)
    {
        string element = service.Fwmark != 0
            ? string.Create(CultureInfo.InvariantCulture, $"{service.Fwmark} . {server.Address}")
            : service.Port == 0
                ? $"{service.Address} . {service.Protocol} . {server.Address}"
                : string.Create(
                    CultureInfo.InvariantCulture, $"{service.Address} . {service.Protocol} . {service.Port} . ")
                    + $"{server.Address} . {(server.Port != 0 ? server.Port : service.Port)}";
        string name = service.Fwmark != 0 && IsV6(service) ? "marks6" : Dispatch(service);
        yield return (Flows + name, element);
        yield return (In + name, element);
        if (service.Fwmark == 0)
        {
            yield return (Out + name, element);
        }
    }

    public static IEnumerable<string> Sets()
    {
        foreach ((string suffix, string family) in s_families)
        {
            string address = $"typeof {family} daddr . meta l4proto";
            foreach (string kind in new[] { Flows, In, Out })
            {
                yield return $"{kind}services{suffix} {{ {address} . th dport . {family} daddr . th dport; counter; }}";
                yield return $"{kind}any_port{suffix} {{ {address} . {family} daddr; counter; }}";
            }

            yield return $"{Flows}marks{suffix} {{ typeof meta mark . {family} daddr; counter; }}";
            yield return $"{In}marks{suffix} {{ typeof meta mark . {family} daddr; counter; }}";
        }
    }

    /// <summary>Chains in the order of their making, and the rules of each.</summary>
    public static IEnumerable<(string Chain, string[] Rules)> Chains()
    {
        foreach ((string suffix, string family) in s_families)
        {
            yield return ($"{Flows}count{suffix}", [.. Rules(Flows, suffix, family)]);
            // A flow is confirmed when its first packet has left.
            string first = $"ct status & confirmed == 0 jump {Flows}count{suffix}";
            yield return ($"{In}count{suffix}", [first, .. Rules(In, suffix, family)]);
            yield return ($"{Out}count{suffix}", [.. Rules(Out, suffix, family)]);
        }

        yield return ("count",
        [
            .. from direction in new[] { ("original", In), ("reply", Out) }
               from family in new[] { ("ipv4", ""), ("ipv6", "6") }
               select $"meta nfproto {family.Item1} ct direction {direction.Item1} "
                   + $"goto {direction.Item2}count{family.Item2}",
        ]);
    }

    /// <summary>The counters of a server out of what was read.</summary>
    public static IpvsStatistics Read(
        Dictionary<(string Set, string Element), (ulong Packets, ulong Bytes)> read,
        IpvsServiceKey service,
        IpvsDestinationKey server)
    {
        var counted = default(IpvsStatistics);
        foreach ((string Set, string Element) place in Of(service, server))
        {
            (ulong packets, ulong bytes) = read.GetValueOrDefault(place);
            counted = place.Set.StartsWith(Flows, StringComparison.Ordinal) ? counted with { Connections = packets }
                : place.Set.StartsWith(In, StringComparison.Ordinal)
                    ? counted with { IncomingPackets = packets, IncomingBytes = bytes }
                    : counted with { OutgoingPackets = packets, OutgoingBytes = bytes };
        }

        return counted;
    }

    /// <summary>All elements of our sets with their counters (JSON of <c>list sets inet</c>).</summary>
    public static Dictionary<(string Set, string Element), (ulong Packets, ulong Bytes)>? TryRead(string json)
    {
        Dictionary<(string Set, string Element), (ulong Packets, ulong Bytes)> read = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            foreach (JsonElement item in document.RootElement.GetProperty("nftables").EnumerateArray())
            {
                if (!item.TryGetProperty("set", out JsonElement set) || !set.GetProperty("table").ValueEquals(TableName)
                    || !set.TryGetProperty("elem", out JsonElement elements))
                {
                    continue;
                }

                string name = set.GetProperty("name").GetString() ?? "";
                foreach (JsonElement element in elements.EnumerateArray())
                {
                    (string key, JsonElement? counter) = Parts(element);
                    read[(name, key)] = counter is not { } counted ? default
                        : (counted.GetProperty("packets").GetUInt64(), counted.GetProperty("bytes").GetUInt64());
                }
            }

            return read;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException)
        {
            return null;
        }
    }

    private static (string Key, JsonElement? Counter) Parts(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("elem", out JsonElement inner)
            ? (NftablesListing.Flat(inner.GetProperty("val")),
                inner.TryGetProperty("counter", out JsonElement counter) ? counter : null)
            : (NftablesListing.Flat(element), null);

    private static IEnumerable<string> Rules(string kind, string suffix, string family)
    {
        string end = kind == Out ? "s" : "d";
        string server = $"{family} {end}addr";
        if (kind != Out)
        {
            yield return $"meta mark . {server} @{kind}marks{suffix} return";
        }

        // The protocol stands in front of each, because nft asks for it before it takes ports of conntrack.
        string asked = $"ct original {family} daddr . meta l4proto";
        foreach (string protocol in s_protocols)
        {
            yield return $"meta l4proto {protocol} {asked} . ct original proto-dst . {server} . {protocol} {end}port "
                + $"@{kind}services{suffix} return";
        }

        yield return $"{asked} . {server} @{kind}any_port{suffix}";
    }
}
