using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>Reads a line of virtual_routes or static_routes.</summary>
internal static class RouteLine
{
    /// <summary>The route, or null if the line has to be skipped.</summary>
    public static RouteConfig? Read(ConfigParser p, ConfigLine line, bool isStatic)
    {
        LineReader r = new(p, line);
        r.Family = TakeFamily(r);
        RouteConfig route = new() { Family = AddressFamily.InterNetwork, Source = line.Span };
        bool hasDestination = false;
        bool trailing = false;
        while (!r.AtEnd && !trailing)
        {
            string word = r.Next();
            RouteConfig? changed = RouteOptions.Apply(r, route, word);
            if (changed is not null)
            {
                route = changed;
            }
            else if (word is "nexthop" or "or")
            {
                route = ReadNextHops(r, route, word);
                trailing = true;
            }
            else if (!r.Failed)
            {
                route = Destination(r, route, word, ref hasDestination);
            }
        }

        if (trailing && !r.AtEnd)
        {
            r.Fail("Route has trailing nonsense", r.Peek);
        }

        if (!r.Failed && !hasDestination)
        {
            r.Fail("Route must have a destination");
        }

        return r.Failed ? null : Complete(p, line, route with { Family = r.Family ?? AddressFamily.InterNetwork },
            isStatic);
    }

    private static AddressFamily? TakeFamily(LineReader r)
    {
        if (r.Peek is not ("inet" or "inet6"))
        {
            return null;
        }

        return r.Next() == "inet6" ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
    }

    private static RouteConfig Destination(LineReader r, RouteConfig route, string word, ref bool has)
    {
        if (word == "to")
        {
            word = r.Next();
        }

        if (RouteNames.Type(word) is RouteType type)
        {
            route = route with { Type = type };
            word = r.Next();
        }

        if (has)
        {
            r.Fail($"unknown route keyword {word}");
            return route;
        }

        has = true;
        if (word == "default6")
        {
            r.Parser.Deprecated("\"default6\" for routes is deprecated. Please use \"inet6 default\"");
            r.Family ??= AddressFamily.InterNetworkV6;
            return route;
        }

        if (word is "default" or "any" or "all")
        {
            return route;
        }

        if (word.Length == 0)
        {
            r.Fail("Route must have a destination", "ADDRESS[/LENGTH], default or any");
            return route;
        }

        bool plausible = word.Contains('.') || word.Contains(':');
        if (!plausible)
        {
            r.Fail($"unknown route keyword {word}");
            return route;
        }

        IPPrefix? prefix = r.ToPrefix("destination", word);
        return route with { Destination = prefix };
    }

    private static RouteConfig ReadNextHops(LineReader r, RouteConfig route, string first)
    {
        List<NextHopConfig> hops = [];
        if (first == "or")
        {
            // The oldest form: DEST via A or B. The first gateway is the first alternative.
            r.Parser.Deprecated("\"or\" for routes is deprecated. Please use \"nexthop\"");
            hops.Add(new NextHopConfig { Via = route.Via, Device = route.Device });
            route = route with { Via = null, Device = "" };
        }

        bool more = true;
        while (more && !r.Failed)
        {
            hops.Add(ReadNextHop(r, first == "or"));
            more = r.Peek is "nexthop" or "or";
            if (more)
            {
                r.Next();
            }
        }

        return route with { NextHops = hops.ToEquatableArray() };
    }

    private static NextHopConfig ReadNextHop(LineReader r, bool bare)
    {
        NextHopConfig hop = new();
        if (bare && ConfigParser.ParseAddress(r.Peek, out IPAddress address))
        {
            r.Next();
            hop = hop with { Via = address };
        }

        while (!r.AtEnd)
        {
            switch (r.Peek)
            {
                case "via" or "gw":
                    r.Next();
                    r.Family = TakeFamily(r) ?? r.Family;
                    hop = hop with { Via = r.Address("via") };
                    break;
                case "dev" or "oif":
                    r.Next();
                    hop = hop with { Device = r.Value("dev") };
                    break;
                case "weight":
                    r.Next();
                    hop = hop with { Weight = (int)(r.Value("weight", Weight) ?? 1) };
                    break;
                case "onlink":
                    r.Next();
                    hop = hop with { OnLink = true };
                    break;
                case "realms":
                    r.Next();
                    hop = hop with { Realms = r.Value("realms", t => RouteNames.Realms(r.Parser, t)) ?? 0 };
                    break;
                case "encap":
                    r.Next();
                    hop = hop with { Encapsulation = RouteEncapsulationReader.Read(r) };
                    break;
                default:
                    return hop;
            }
        }

        return hop;
    }

    private static uint? Weight(string text) => RouteNames.Number(text) is uint n and >= 1 and <= 256 ? n : null;

    private static RouteConfig Complete(ConfigParser p, ConfigLine line, RouteConfig route, bool isStatic)
    {
        if (!route.NoTrack && route.Protocol != RouteNames.ProtocolKeepalived)
        {
            p.Diagnostics.Error(line.Span,
                $"{p.Context}Route cannot be tracked if protocol is not RTPROT_KEEPALIVED(18), resetting protocol");
            route = route with { Protocol = RouteNames.ProtocolKeepalived };
        }

        if (!route.NoTrack && route.Device.Length == 0)
        {
            p.Diagnostics.Warning(line.Span,
                $"{p.Context}Warning - cannot track route {line.Keyword} with no interface specified, not tracking",
                "dev IF, or no_track");
            route = route with { NoTrack = true, IsOwnedAllTheSame = true };
        }

        if (route.Vrf.Length > 0 && p.Draft.Global.Config.DynamicInterfaces == DynamicInterfaces.Off
            && !p.Host.VrfExists(route.Vrf))
        {
            p.Diagnostics.Error(line.Span, $"{p.Context}VRF {route.Vrf} not found for route - ignoring vrf",
                "an interface of kind vrf");
            route = route with { Vrf = "" };
        }

        return OfItsFamily(p, line, route) with { TrackGroup = TrackGroup(p, line, route, isStatic) };
    }

    // The kernel knows these for IPv6 only.
    private static RouteConfig OfItsFamily(ConfigParser p, ConfigLine line, RouteConfig route)
    {
        if (route.Family == AddressFamily.InterNetworkV6)
        {
            return route;
        }

        string only = route.From is not null ? "from" : route.ExpiresSeconds is not null ? "expires"
            : route.Preference is not null ? "pref" : "";
        if (only.Length > 0)
        {
            p.Diagnostics.Error(line.Span, $"{p.Context}{only} is only valid for IPv6 routes - ignoring {only}");
        }

        return route with { From = null, ExpiresSeconds = null, Preference = null };
    }

    private static string TrackGroup(ConfigParser p, ConfigLine line, RouteConfig route, bool isStatic)
    {
        if (route.TrackGroup.Length > 0 && (!isStatic || route.Device.Length == 0))
        {
            p.Diagnostics.Error(line.Span, $"{p.Context}track_group needs a static route with dev - ignoring");
            return "";
        }

        return p.KnownTrackGroup(line, route.TrackGroup);
    }
}
