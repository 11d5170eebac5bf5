using System.Globalization;
using System.Text;

namespace Keepalived.Core.Lvs.Marking;

/// <summary>
/// The marking of groups in the language of nft(8). Table, maps and chain have the reference's names, since people look
/// for them; beside each map of addresses and ports stands one of addresses with any port, which is asked second.
/// </summary>
internal static class MarkingText
{
    // linux/netfilter_ipv4.h, NF_IP_PRI_NAT_DST: there nftables decides where a connection goes.
    private const int DestinationNatPriority = -100;

    private static readonly string[] s_families = ["ip", "ip6"];

    private static readonly (byte Number, string Name)[] s_protocols = [(6, "tcp"), (17, "udp"), (132, "sctp")];

    /// <summary>Nothing of the table, whether there was one or not.</summary>
    public static string Removal(string table) => string.Concat(
        s_families.Select(family => $"add table {family} {table}\ndelete table {family} {table}\n"));

    /// <summary>The families that the marking needs a table in.</summary>
    public static IEnumerable<string> Families(GroupMarking marking) => s_families.Where(
        family => marking.Ranges.Items.Any(range => range.First.IsV6 == (family == "ip6")));

    /// <summary>The whole marking.</summary>
    /// <param name="marking">What gets a mark.</param>
    /// <param name="beforeNat">
    /// nftables carries the services: the mark has to be there before it decides where a connection goes. IPVS looks at
    /// packets later, when they are known to be for this machine.
    /// </param>
    public static string Whole(GroupMarking marking, bool beforeNat)
    {
        StringBuilder text = new();
        foreach (string family in Families(marking))
        {
            MarkedRange[] ranges = [.. marking.Ranges.Items.Where(range => range.First.IsV6 == (family == "ip6"))];
            text.Append(CultureInfo.InvariantCulture, $"table {family} {marking.Table} {{\n");
            foreach ((byte number, string name) in s_protocols)
            {
                MarkedRange[] own = [.. ranges.Where(range => range.Protocol == number)];
                AppendMap(text, family, marking.Counters, $"{name}_map", own.Where(range => range.Port != 0));
                AppendMap(text, family, marking.Counters, $"{name}_any_port", own.Where(range => range.Port == 0));
            }

            AppendChains(text, family, marking, ranges, beforeNat);
            text.Append("}\n");
        }

        return text.ToString();
    }

    private static void AppendMap(
        StringBuilder text, string family, bool counters, string name, IEnumerable<MarkedRange> ranges)
    {
        string[] elements = [.. ranges.Select(Element)];
        if (elements.Length > 0)
        {
            string type = family == "ip6" ? "ipv6_addr" : "ipv4_addr";
            string port = name.EndsWith("_map", StringComparison.Ordinal) ? " . inet_service" : "";
            text.Append(CultureInfo.InvariantCulture, $"map {name} {{ type {type}{port} : mark; flags interval; ");
            text.Append(counters ? "counter; " : "");
            text.Append(CultureInfo.InvariantCulture, $"elements = {{ {string.Join(", ", elements)} }}; }}\n");
        }
    }

    private static string Element(MarkedRange range)
    {
        string addresses = range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}";
        string port = range.Port == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" . {range.Port}");
        return string.Create(CultureInfo.InvariantCulture, $"{addresses}{port} : {range.Mark}");
    }

    private static void AppendChains(
        StringBuilder text, string family, GroupMarking marking, MarkedRange[] ranges, bool beforeNat)
    {
        int priority = beforeNat ? Math.Min(marking.Priority, DestinationNatPriority - 1) : marking.Priority;
        string rules = Rules(family, marking, ranges);
        foreach ((string chain, string hook) in beforeNat
            ? [("in", "prerouting"), ("out", "output")]
            : new[] { ("in", "input") })
        {
            text.Append(CultureInfo.InvariantCulture, $"chain {chain} {{ type filter hook {hook} ");
            text.Append(CultureInfo.InvariantCulture, $"priority {priority}; policy accept;\n{rules}}}\n");
        }
    }

    private static string Rules(string family, GroupMarking marking, MarkedRange[] ranges)
    {
        string count = marking.Counters ? " counter" : "";
        StringBuilder rules = new();
        foreach ((byte number, string name) in s_protocols)
        {
            if (ranges.Any(range => range.Protocol == number && range.Port != 0))
            {
                rules.Append(CultureInfo.InvariantCulture,
                    $"meta mark set {family} daddr . {name} dport map @{name}_map{count} return\n");
            }

            if (ranges.Any(range => range.Protocol == number && range.Port == 0))
            {
                rules.Append(CultureInfo.InvariantCulture,
                    $"meta l4proto {name} meta mark set {family} daddr map @{name}_any_port{count} return\n");
            }
        }

        return rules.ToString();
    }
}
