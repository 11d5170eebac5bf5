using System.Text.RegularExpressions;
using Interop.Tests.Harness;

namespace Interop.Tests.Twins;

/// <summary>
/// What a host's kernel holds that a director may have put there: routes with keepalived's mark, rules, virtual
/// interfaces with their addresses and switches, firewall tables. One line each, without what differs by nature.
/// </summary>
internal static partial class KernelText
{
    private static readonly string[] _switches =
    [
        "arp_ignore", "arp_filter", "rp_filter", "accept_local", "promote_secondaries",
    ];

    public static string Of(LanHost host) => string.Join("; ", Lines(host));

    private static IEnumerable<string> Lines(LanHost host) =>
    [
        .. Output(host.Ip("-4", "route", "show", "table", "all", "proto", "keepalived")).Select(l => $"route {l}"),
        .. Output(host.Ip("-4", "rule", "show")).Where(IsOwn)
            // The reference marks only those rules that it tracks; ours are all marked, to be known again.
            .Select(l => $"rule {l}".Replace(" proto keepalived", "")),
        .. Output(host.Ip("-o", "-d", "link", "show", "type", "macvlan")).Select(Link),
        .. Output(host.Ip("-o", "addr", "show")).Where(l => l.Contains(" vrrp", StringComparison.Ordinal))
            .Select(l => Blanks().Replace(l[(l.IndexOf(':') + 1)..].Replace("\\", ""), " ")),
        .. Switches(host),
        .. Firewall(host),
    ];

    private static IEnumerable<string> Output(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Order(StringComparer.Ordinal);

    private static bool IsOwn(string rule) =>
        !(rule.StartsWith("0:", StringComparison.Ordinal) || rule.StartsWith("3276", StringComparison.Ordinal));

    private static string Link(string line)
    {
        string name = line.Split(':')[1].Trim().Split('@')[0];
        string mac = Mac().Match(line).Groups[1].Value;
        string group = Group().Match(line).Groups[1].Value;
        bool isPrivate = line.Contains("macvlan mode private", StringComparison.Ordinal);
        bool isUp = line.Contains(",UP", StringComparison.Ordinal);
        return $"link {name} {mac} group {group} private {isPrivate} up {isUp}";
    }

    /// <summary>Of every interface but the loopback; defaults are left out.</summary>
    private static IEnumerable<string> Switches(LanHost host)
    {
        // ip says a line of its own about an interface whose peer is just going.
        string[] names = [.. Output(host.Ip("-o", "link", "show")).Where(l => char.IsAsciiDigit(l[0]))
            .Select(l => l.Split(':')[1].Trim().Split('@')[0])];
        string[] paths = [.. names.Where(n => n != "lo").Order(StringComparer.Ordinal)
            .SelectMany(n => _switches.Select(s => $"/proc/sys/net/ipv4/conf/{n}/{s}"))];
        string values = Shell.Run("ip", ["netns", "exec", host.Namespace, "sh", "-c",
            "for f in " + string.Join(' ', paths) + "; do read v <$f; echo $f $v; done"]);
        return Output(values).Where(l => !l.EndsWith(" 0", StringComparison.Ordinal))
            .Select(l => l.Replace("/proc/sys/net/ipv4/conf/", "switch "));
    }

    /// <summary>Tables as <c>nft</c> shows them, the elements of each set in order.</summary>
    private static IEnumerable<string> Firewall(LanHost host) =>
        Blanks().Replace(
            Shell.Run("ip", "netns", "exec", host.Namespace, "nft", "list", "ruleset").Replace("\n", " "), " ")
            .Split("table ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(table => Counters().Replace(table, "counter"))
            .Select(table => "table " + Elements().Replace(table, set => "{ " + string.Join(
                ", ", set.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal))
                + " }"));

    [GeneratedRegex(@"counter packets \d+ bytes \d+")]
    private static partial Regex Counters();

    [GeneratedRegex(@"(?<=elements = )\{ ([^}]*) \}")]
    private static partial Regex Elements();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"link/ether ([0-9a-f:]+)")]
    private static partial Regex Mac();

    [GeneratedRegex(@" group (\S+)")]
    private static partial Regex Group();
}
