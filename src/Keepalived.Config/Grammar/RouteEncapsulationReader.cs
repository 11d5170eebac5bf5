using System.Net;
using Keepalived.Config.Model;

namespace Keepalived.Config.Grammar;

/// <summary>Reads what follows "encap" in a route or nexthop.</summary>
internal static class RouteEncapsulationReader
{
    private const uint MaxMplsLabel = 0xfffff;

    public static RouteEncapsulation? Read(LineReader r)
    {
        string kind = r.Value("encap");
        switch (kind)
        {
            case "ip":
                return Tunnel(r, new RouteEncapsulation(EncapsulationKind.Ip), "tos", "ttl");
            case "ip6":
                return Tunnel(r, new RouteEncapsulation(EncapsulationKind.Ip6), "tc", "hoplimit");
            case "ila":
                return new RouteEncapsulation(EncapsulationKind.Ila) { Id = r.Value("ila", Locator) ?? 0 };
            case "mpls":
                return Labels(r);
            default:
                r.Fail($"Unknown encap type '{kind}'", "ip, ip6, mpls or ila");
                return null;
        }
    }

    private static RouteEncapsulation Tunnel(LineReader r, RouteEncapsulation e, string tos, string ttl)
    {
        while (!r.AtEnd)
        {
            string option = r.Peek;
            if (option is not ("id" or "dst" or "src" or "flags") && option != tos && option != ttl)
            {
                break;
            }

            r.Next();
            e = option switch
            {
                "id" => e with { Id = r.Number("id") ?? 0 },
                "dst" => e with { Destination = Any(r, "dst") },
                "src" => e with { SourceAddress = Any(r, "src") },
                "flags" => e with { Flags = (ushort)(r.Number("flags") ?? 0) },
                _ when option == tos => e with { Tos = (byte)(r.Number(tos) ?? 0) },
                _ => e with { Ttl = (byte)(r.Number(ttl) ?? 0) },
            };
        }

        return e;
    }

    // The outer addresses need not be of the route's family.
    private static IPAddress? Any(LineReader r, string option)
    {
        string text = r.Value(option);
        if (ConfigParser.ParseAddress(text, out IPAddress address))
        {
            return address;
        }

        r.Fail($"invalid encap {option} address {text}");
        return null;
    }

    private static RouteEncapsulation Labels(LineReader r)
    {
        List<uint> labels = [];
        foreach (string part in r.Value("mpls").Split('/'))
        {
            if (RouteNames.Number(part) is uint label and <= MaxMplsLabel)
            {
                labels.Add(label);
            }
            else
            {
                r.Fail($"invalid mpls label '{part}'", $"0..{MaxMplsLabel}, several joined by '/'");
            }
        }

        return new RouteEncapsulation(EncapsulationKind.Mpls) { MplsLabels = labels.ToEquatableArray() };
    }

    private static ulong? Locator(string text)
    {
        ulong value = 0;
        string[] parts = text.Split(':');
        foreach (string part in parts)
        {
            if (!ushort.TryParse(part, System.Globalization.NumberStyles.AllowHexSpecifier, null, out ushort word))
            {
                return null;
            }

            value = (value << 16) | word;
        }

        return parts.Length == 4 ? value : null;
    }
}
