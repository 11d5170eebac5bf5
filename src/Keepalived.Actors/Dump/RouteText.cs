using System.Net.Sockets;
using System.Text;
using Keepalived.Config.Model;

namespace Keepalived.Actors.Dump;

/// <summary>Routes and rules as the data file and the JSON file show them, in iproute2's words.</summary>
internal static class RouteText
{
    private const uint MainTable = 254;

    public static string Of(RouteConfig route)
    {
        StringBuilder text = new(Word(route.Insertion));
        if (route.Type != RouteType.Unicast)
        {
            text.Append(' ').Append(route.Type.ToString().ToLowerInvariant());
        }

        text.Append(' ').Append(route.Destination is null ? "default" : Prefix(route.Destination, route.Family));
        Append(text, "from", route.From is null ? null : Prefix(route.From, route.Family));
        Append(text, "via", route.Via is null ? null : $"{Family(route.Via.AddressFamily)} {route.Via}");
        Append(text, "dev", route.Device);
        Append(text, "table", route.Table == MainTable ? null : Text(route.Table));
        Append(text, "tos", route.Tos == 0 ? null : $"0x{route.Tos:x}");
        Append(text, "proto", Text(route.Protocol));
        Append(text, "scope", route.Scope is { } scope ? AddressText.Scope(scope) : null);
        Append(text, "src", route.PreferredSource?.ToString());
        Append(text, "metric", route.Metric is { } metric ? Text(metric) : null);
        foreach (NextHopConfig hop in route.NextHops)
        {
            text.Append(" nexthop");
            Append(text, "via", hop.Via is null ? null : $"{Family(hop.Via.AddressFamily)} {hop.Via}");
            Append(text, "dev", hop.Device);
            Append(text, "weight", Text((uint)hop.Weight));
        }

        return text.Append(route.NoTrack ? " no_track" : "").ToString();
    }

    public static string Of(RuleConfig rule)
    {
        StringBuilder text = new(rule.Invert ? "not " : "");
        text.Append("from ").Append(rule.From is null ? "all" : Prefix(rule.From, rule.Family));
        Append(text, "to", rule.To is null ? null : Prefix(rule.To, rule.Family));
        Append(text, "priority", Text(rule.Priority));
        Append(text, "fwmark", rule.Fwmark is { } mark ? $"0x{mark:x}" : null);
        Append(text, "tos", $"0x{rule.Tos:x}");
        Append(text, "iif", rule.InputInterface);
        Append(text, "oif", rule.OutputInterface);
        Append(text, "protocol", Text(rule.Protocol));
        switch (rule.Action)
        {
            case RuleAction.ToTable:
                Append(text, "lookup", Text(rule.Table));
                break;
            case RuleAction.Goto:
                Append(text, "goto", Text(rule.GotoTarget));
                break;
            default:
                text.Append(" type ").Append(rule.Action.ToString().ToLowerInvariant());
                break;
        }

        return text.Append(rule.NoTrack ? " no_track" : "").ToString();
    }

    private static void Append(StringBuilder text, string word, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append(' ').Append(word).Append(' ').Append(value);
        }
    }

    private static string Word(RouteInsertion insertion) => insertion switch
    {
        RouteInsertion.Prepend => "prepend",
        RouteInsertion.Append => "append",
        _ => "add",
    };

    private static string Family(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? "inet6" : "inet";

    private static string Prefix(IPPrefix prefix, AddressFamily family) =>
        prefix.Length == (family == AddressFamily.InterNetworkV6 ? 128 : 32)
            ? prefix.Address.ToString()
            : prefix.ToString();

    private static string Text(uint value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
