using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Host;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>Reads ADDRESS[/LEN] with its options, as in virtual_ipaddress.</summary>
internal static class AddressLine
{
    // RFC 3021: a network of two has no broadcast address.
    private const int MaxBroadcastPrefix = 30;
    private const int MaxLabel = 15;

    private static readonly string[] Options =
    [
        "dev", "scope", "broadcast", "brd", "label", "peer", "home", "-nodad", "mngtmpaddr", "noprefixroute",
        "autojoin", "no_track", "preferred_lft", "track_group", "use_vmac",
    ];

    /// <summary>The address, or null if the line has to be skipped.</summary>
    public static VirtualAddressConfig? Read(ConfigParser p, ConfigLine line)
    {
        string text = line.Keyword;
        if (!p.TryPrefix(text, line.Span, out IPPrefix prefix))
        {
            p.Diagnostics.Error(line.Span, $"{p.Context}VRRP parsed invalid IP {text}. skipping IP...",
                GrammarTables.All.Any(row => row.Name == text && row.Block == "vrrp_instance")
                    ? $"'{text}' belongs to vrrp_instance: a '}}' may be missing before this line"
                    : "ADDRESS[/LENGTH] [OPTION ...]");
            return null;
        }

        VirtualAddressConfig address = new()
        {
            Address = prefix.Address,
            PrefixLength = prefix.Length,
            Source = line.Span,
        };
        if (address.IsIPv6 && prefix.Length == 128)
        {
            // A host address must not become the preferred source of the router's own traffic.
            address = address with { PreferredLifetime = 0 };
        }

        for (int i = 1; i < line.Words.Length; i++)
        {
            address = Option(p, line, address, ref i);
        }

        return address.PrefixLength < 0 ? null : address;
    }

    private static VirtualAddressConfig Option(ConfigParser p, ConfigLine line, VirtualAddressConfig a, ref int i)
    {
        string option = line.Words[i].Text;
        switch (option)
        {
            case "home":
                return a with { Flags = a.Flags | VirtualAddressFlags.Home };
            case "-nodad":
                return a with { Flags = a.Flags | VirtualAddressFlags.NoDad };
            case "mngtmpaddr":
                return a with { Flags = a.Flags | VirtualAddressFlags.ManageTemporary };
            case "noprefixroute":
                return a with { Flags = a.Flags | VirtualAddressFlags.NoPrefixRoute };
            case "autojoin":
                return a with { Flags = a.Flags | VirtualAddressFlags.MulticastAutoJoin };
            case "no_track":
                return a with { NoTrack = true };
            case "use_vmac":
                return a with { UseVmac = true };
        }

        if (!Options.Contains(option))
        {
            string near = NearestWord.Find(option, Options);
            p.Diagnostics.Error(line.SpanOf(i),
                $"{p.Context}Unknown configuration entry '{option}' for ip address - ignoring",
                near.Length > 0 ? $"did you mean '{near}'?" : string.Join(", ", Options));
            return a;
        }

        if (++i >= line.Words.Length)
        {
            p.Diagnostics.Error(line.SpanOf(i - 1), $"{p.Context}Option {option} of address {a.Address} has no value");
            return a;
        }

        return Valued(p, line.SpanOf(i), a, option, line.Words[i].Text);
    }

    private static VirtualAddressConfig Valued(
        ConfigParser p, SourceSpan span, VirtualAddressConfig a, string option, string value)
    {
        switch (option)
        {
            case "dev":
                return a with { Device = value, HasOwnDevice = true };
            case "track_group":
                return a with { TrackGroup = value };
            case "scope":
                return Scope(p, span, a, value);
            case "label":
                return Label(p, span, a, value);
            case "peer":
                return Peer(p, span, a, value);
            case "preferred_lft":
                return Lifetime(p, span, a, value);
            default:
                return Broadcast(p, span, a, value);
        }
    }

    private static VirtualAddressConfig Scope(ConfigParser p, SourceSpan span, VirtualAddressConfig a, string value)
    {
        if (RouteNames.Scope(p, value) is not byte scope)
        {
            p.Diagnostics.Error(span, $"{p.Context}Invalid scope '{value}'",
                "global, site, link, host, nowhere or 0..255");
            return a;
        }

        if (a.IsIPv6)
        {
            p.Diagnostics.Error(span, $"Cannot specify scope for IPv6 addresses ({a}) - ignoring scope");
            return a;
        }

        return a with { Scope = scope };
    }

    // A label or broadcast address that cannot be used makes the whole address unusable.
    private static VirtualAddressConfig Skip(ConfigParser p, SourceSpan span, VirtualAddressConfig a, string text)
    {
        p.Diagnostics.Error(span, p.Context + text);
        return a with { PrefixLength = -1 };
    }

    private static VirtualAddressConfig Label(ConfigParser p, SourceSpan span, VirtualAddressConfig a, string value)
    {
        if (a.IsIPv6)
        {
            p.Diagnostics.Error(span, $"Cannot specify label for IPv6 addresses ({a}) - ignoring label");
            return a;
        }

        if (value.Length > MaxLabel)
        {
            return Skip(p, span, a,
                $"Address label {value} is longer than maximum length {MaxLabel} - removing address");
        }

        return a with { Label = value };
    }

    private static VirtualAddressConfig Peer(ConfigParser p, SourceSpan span, VirtualAddressConfig a, string value)
    {
        if (!p.TryPrefix(value, span, out IPPrefix peer) || peer.Address.AddressFamily != a.Family)
        {
            p.Diagnostics.Error(span, $"{p.Context}Peer address {value} does not match {a} - ignoring");
            return a;
        }

        return a with { Peer = peer.Address, PeerPrefixLength = peer.Length };
    }

    private static VirtualAddressConfig Lifetime(ConfigParser p, SourceSpan span, VirtualAddressConfig a, string value)
    {
        if (value == "forever")
        {
            return a with { PreferredLifetime = null };
        }

        if (!uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out uint seconds))
        {
            p.Diagnostics.Error(span, $"{p.Context}Invalid preferred_lft '{value}' - ignoring", "seconds or forever");
            return a;
        }

        return a with { PreferredLifetime = seconds };
    }

    private static VirtualAddressConfig Broadcast(ConfigParser p, SourceSpan span, VirtualAddressConfig a, string value)
    {
        if (a.IsIPv6)
        {
            p.Diagnostics.Error(span, $"Cannot specify broadcast for IPv6 addresses ({a}) - ignoring");
            return a;
        }

        if (value is "+" or "-")
        {
            if (a.PrefixLength > MaxBroadcastPrefix)
            {
                p.Diagnostics.Error(span, $"{p.Context}Address prefix length {a.PrefixLength} too long for broadcast" +
                    " - ignoring broadcast", $"at most /{MaxBroadcastPrefix}");
                return a;
            }

            BroadcastKind kind = value == "+" ? BroadcastKind.AllOnes : BroadcastKind.AllZeroes;
            return a with { BroadcastKind = kind, Broadcast = Computed(a, kind) };
        }

        if (!ConfigParser.ParseAddress(value, out IPAddress broadcast)
            || broadcast.AddressFamily != AddressFamily.InterNetwork)
        {
            return Skip(p, span, a, $"VRRP is trying to assign invalid broadcast {value}. skipping VIP...");
        }

        return a with { BroadcastKind = BroadcastKind.Explicit, Broadcast = broadcast };
    }

    private static IPAddress Computed(VirtualAddressConfig a, BroadcastKind kind)
    {
        uint address = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(a.Address.GetAddressBytes());
        uint host = a.PrefixLength == 0 ? uint.MaxValue : (uint)((1UL << (32 - a.PrefixLength)) - 1);
        address = kind == BroadcastKind.AllOnes ? address | host : address & ~host;
        byte[] bytes = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
        return new IPAddress(bytes);
    }
}
