using System.Net.Sockets;
using Keepalived.Config.Model;

namespace Keepalived.Config.Grammar;

/// <summary>The options of a route that stand before any nexthop.</summary>
internal static class RouteOptions
{
    /// <summary>The changed route, or null if the word is no option.</summary>
    public static RouteConfig? Apply(LineReader r, RouteConfig route, string word)
    {
        switch (word)
        {
            case "src":
                return route with { PreferredSource = r.Address("src") };
            case "gw":
                r.Parser.Deprecated("\"gw\" for routes is deprecated. Please use \"via\"");
                return route with { Via = r.Address("via") };
            case "via":
                if (r.Peek is "inet" or "inet6")
                {
                    AddressFamily family = r.Next() == "inet6"
                        ? AddressFamily.InterNetworkV6
                        : AddressFamily.InterNetwork;
                    r.Family ??= family;
                }

                return route with { Via = r.Address("route via") };
            case "from":
                return route with { From = r.Prefix("from") };
            case "dev" or "oif":
                return route with { Device = r.Value(word) };
            case "vrf":
                return route with { Vrf = r.Value(word) };
            case "onlink":
                return route with { OnLink = true };
            case "encap":
                return route with { Encapsulation = RouteEncapsulationReader.Read(r) };
            case "no_track":
                return route with { NoTrack = true };
            case "track_group":
                return route with { TrackGroup = r.Value(word) };
            case "add":
                return route with { Insertion = RouteInsertion.Add };
            case "append":
                return route with { Insertion = RouteInsertion.Append };
            case "prepend":
                return route with { Insertion = RouteInsertion.Prepend };
            default:
                return Numbers(r, route, word) ?? Metrics(r, route, word);
        }
    }

    private static RouteConfig? Numbers(LineReader r, RouteConfig route, string word)
    {
        switch (word)
        {
            case "tos" or "dsfield":
                return route with { Tos = r.Value(word, t => RouteNames.DsField(r.Parser, t)) ?? 0 };
            case "table":
                return route with { Table = r.Value(word, t => RouteNames.Table(r.Parser, t)) ?? 254 };
            case "protocol":
                return route with { Protocol = r.Value(word, t => RouteNames.Protocol(r.Parser, t)) ?? 18 };
            case "scope":
                return route with { Scope = r.Value(word, t => RouteNames.Scope(r.Parser, t)) };
            case "metric" or "priority" or "preference":
                return route with { Metric = r.Number(word) };
            case "expires":
                return route with { ExpiresSeconds = r.Number(word) };
            case "realms":
                return route with { Realms = r.Value(word, t => RouteNames.Realms(r.Parser, t)) ?? 0 };
            case "pref":
                return route with { Preference = r.Value(word, Preference) };
            case "ttl-propagate":
                return route with { TtlPropagate = r.Value(word, EnabledOrDisabled) };
            case "congctl":
                bool locked = r.Peek == "lock";
                if (locked)
                {
                    r.Next();
                }

                return route with { CongestionControl = r.Value(word), CongestionControlLocked = locked };
            default:
                return null;
        }
    }

    private static byte? Preference(string text) => text switch
    {
        "low" => 3,
        "medium" => 0,
        "high" => 1,
        _ => RouteNames.Number(text) is uint n and <= 255 ? (byte)n : null,
    };

    private static bool? EnabledOrDisabled(string text) => text switch
    {
        "enabled" => true,
        "disabled" => false,
        _ => null,
    };

    private static RouteConfig? Metrics(LineReader r, RouteConfig route, string word)
    {
        RouteMetricKind? kind = word switch
        {
            "mtu" => RouteMetricKind.Mtu,
            "advmss" => RouteMetricKind.AdvMss,
            "rtt" => RouteMetricKind.Rtt,
            "rttvar" => RouteMetricKind.RttVar,
            "reordering" => RouteMetricKind.Reordering,
            "cwnd" => RouteMetricKind.Cwnd,
            "ssthresh" => RouteMetricKind.SsThresh,
            "rto_min" => RouteMetricKind.RtoMin,
            "window" => RouteMetricKind.Window,
            "hoplimit" => RouteMetricKind.HopLimit,
            "initcwnd" => RouteMetricKind.InitCwnd,
            "initrwnd" => RouteMetricKind.InitRwnd,
            "quickack" => RouteMetricKind.QuickAck,
            "fastopen_no_cookie" => RouteMetricKind.FastOpenNoCookie,
            "features" => RouteMetricKind.Features,
            _ => null,
        };
        if (kind is null)
        {
            return null;
        }

        bool locked = r.Peek == "lock" && MayLock(kind.Value);
        if (locked)
        {
            r.Next();
        }

        uint value = r.Value(word, t => Metric(kind.Value, t)) ?? 0;
        return route with { Metrics = route.Metrics.Add(new RouteMetric(kind.Value, value, locked)) };
    }

    private static bool MayLock(RouteMetricKind kind) => kind is RouteMetricKind.Mtu or RouteMetricKind.AdvMss
        or RouteMetricKind.Rtt or RouteMetricKind.RttVar or RouteMetricKind.Reordering or RouteMetricKind.Cwnd
        or RouteMetricKind.SsThresh or RouteMetricKind.RtoMin;

    private static uint? Metric(RouteMetricKind kind, string text)
    {
        switch (kind)
        {
            case RouteMetricKind.Features:
                return text == "ecn" ? 1u : null; // RTAX_FEATURE_ECN
            case RouteMetricKind.QuickAck or RouteMetricKind.FastOpenNoCookie:
                return text is "0" or "1" ? RouteNames.Number(text) : null;
            case RouteMetricKind.Rtt:
                return Time(text, 8);
            case RouteMetricKind.RttVar:
                return Time(text, 4);
            case RouteMetricKind.RtoMin:
                return Time(text, 1);
            default:
                return RouteNames.Number(text);
        }
    }

    // A bare number is in the kernel's unit; with a suffix it is seconds or milliseconds.
    private static uint? Time(string text, uint unitsPerMillisecond)
    {
        int end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        if (end == text.Length)
        {
            return RouteNames.Number(text);
        }

        decimal scale = text[end..] switch
        {
            "s" or "sec" or "secs" => 1000,
            "ms" or "msec" or "msecs" => 1,
            _ => 0,
        };
        bool number = decimal.TryParse(text.AsSpan(0, Math.Min(end, 20)),
            System.Globalization.NumberStyles.AllowDecimalPoint,
            System.Globalization.CultureInfo.InvariantCulture, out decimal value);
        value *= scale * unitsPerMillisecond;
        return number && scale > 0 && value <= uint.MaxValue ? (uint)value : null;
    }
}
