using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Keepalived.Config.Model;

namespace Keepalived.Core.Kernel;

/// <summary>
/// The rules of one family's table in the language of nft(8). Table, chains and sets have the reference's names, since
/// people look for them; only what is needed by some wish is there.
/// </summary>
/// <param name="settings">Table, priority, counters.</param>
/// <param name="family">IPv4 or IPv6.</param>
/// <param name="duplicates">The kernel can send a packet out of another interface (nft_dup_ipv4, nft_dup_ipv6).</param>
public sealed class FirewallText(NftablesConfig settings, AddressFamily family, bool duplicates)
{
    private const int NeighbourSolicitation = 135;
    private const int NeighbourAdvertisement = 136;
    private const int RouterSolicitation = 133;
    private const int ReportVersion2 = 143;

    private bool IsV6 => family == AddressFamily.InterNetworkV6;

    private string Family => IsV6 ? "ip6" : "ip";

    private string Table => $"{Family} {settings.Table}";

    private string Count => settings.Counters ? "counter " : "";

    /// <summary>What parts of the table these wishes need, as a number that changes when the table has to.</summary>
    public static int PartsOf(IEnumerable<FirewallItem> wishes)
    {
        int parts = 0;
        foreach (FirewallItem wish in wishes)
        {
            parts |= wish is QuietInterface ? 1 : 2;
        }

        return parts;
    }

    /// <summary>Nothing of the table, in one transaction, whether there is one or not.</summary>
    public string Removal() => $"add table {Table}\ndelete table {Table}\n";

    /// <summary>The whole table anew, in one transaction with the end of the old one.</summary>
    public string Whole(IReadOnlyCollection<FirewallItem> wishes)
    {
        int parts = PartsOf(wishes);
        bool quiets = (parts & 1) != 0;
        bool refuses = (parts & 2) != 0;
        StringBuilder text = new(Removal());
        text.Append(CultureInfo.InvariantCulture, $"table {Table} {{\n");
        AppendSets(text, quiets, refuses);
        AppendChains(text, quiets, refuses);
        text.Append("}\n");
        foreach (FirewallItem wish in wishes)
        {
            text.Append(Change("add", wish));
        }

        return text.ToString();
    }

    public string Addition(FirewallItem wish) => Change("add", wish);

    public string Removal(FirewallItem wish) => Change("delete", wish);

    private string Change(string verb, FirewallItem wish)
    {
        switch (wish)
        {
            case RefusedAddress { IsLinkLocal: true } refused:
                return Element(verb, "vips_link_local", $"{refused.Address} . {refused.InterfaceIndex}");
            case RefusedAddress refused:
                return Element(verb, "vips", refused.Address.ToString());
            case QuietInterface quiet:
                string map = Element(
                    verb, "vmac_map", verb == "add" ? $"{quiet.Index} : {quiet.LowerIndex}" : $"{quiet.Index}");
                return NeedsSet ? map + Element(verb, "vmac_set", $"{quiet.Index}") : map;
            default:
                return "";
        }
    }

    private bool NeedsSet => IsV6 || !duplicates;

    private string Element(string verb, string set, string element) =>
        $"{verb} element {Table} {set} {{ {element} }}\n";

    private void AppendSets(StringBuilder text, bool quiets, bool refuses)
    {
        if (quiets)
        {
            text.Append("map vmac_map { type iface_index : iface_index; }\n");
            text.Append(NeedsSet ? "set vmac_set { type iface_index; }\n" : "");
        }

        if (refuses)
        {
            text.Append(CultureInfo.InvariantCulture, $"set vips {{ type {(IsV6 ? "ipv6_addr" : "ipv4_addr")}; }}\n");
        }

        if (refuses && IsV6)
        {
            text.Append(CultureInfo.InvariantCulture, $"set neighbor-discovery {{ type icmpv6_type; flags constant; "
                + $"elements = {{ {NeighbourSolicitation}, {NeighbourAdvertisement} }}; }}\n");
            text.Append("set vips_link_local { type ipv6_addr . iface_index; }\n");
        }
    }

    private void AppendChains(StringBuilder text, bool quiets, bool refuses)
    {
        if (refuses && IsV6)
        {
            text.Append(CultureInfo.InvariantCulture, $"chain in_link_local {{ ip6 daddr . iif @vips_link_local "
                + $"{Count}drop; }}\n");
            text.Append(CultureInfo.InvariantCulture, $"chain out_link_local {{ ip6 saddr . oif @vips_link_local "
                + $"{Count}drop; }}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"chain out {{ type filter hook output priority ");
        text.Append(CultureInfo.InvariantCulture, $"{settings.Priority}; policy accept;\n");
        text.Append(quiets ? Quieting() : "").Append(refuses ? Refusing("saddr", "out") : "");
        text.Append("}\n");
        if (refuses)
        {
            text.Append(CultureInfo.InvariantCulture, $"chain in {{ type filter hook input priority ");
            text.Append(CultureInfo.InvariantCulture, $"{settings.Priority}; policy accept;\n");
            text.Append(Refusing("daddr", "in")).Append("}\n");
        }
    }

    private string Quieting()
    {
        string report = IsV6 ? $"icmpv6 type {ReportVersion2}" : "ip protocol igmp";
        string rules = duplicates
            ? $"{report} meta oifkind \"macvlan\" dup to {Family} daddr device oif map @vmac_map {Count}drop\n"
            : $"{report} oif @vmac_set {Count}drop\n";
        return IsV6
            ? rules + $"icmpv6 type {RouterSolicitation} meta oifkind \"macvlan\" oif @vmac_set {Count}drop\n"
            : rules;
    }

    private string Refusing(string address, string direction)
    {
        string all = $"{Family} {address} @vips {Count}drop\n";
        return IsV6
            ? $"icmpv6 type @neighbor-discovery {Count}accept\n"
                + $"ip6 {address} fe80::/10 {Count}goto {direction}_link_local\n{all}"
            : all;
    }
}
