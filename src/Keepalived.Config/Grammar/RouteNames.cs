using System.Globalization;
using Keepalived.Config.Host;
using Keepalived.Config.Model;

namespace Keepalived.Config.Grammar;

/// <summary>Numbers and names of iproute2: tables, protocols, scopes, service fields, realms, groups.</summary>
internal static class RouteNames
{
    /// <summary>RTPROT_KEEPALIVED of linux/rtnetlink.h.</summary>
    public const byte ProtocolKeepalived = 18;

    public static uint? Number(string text)
    {
        bool hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        NumberStyles style = hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        return uint.TryParse(hex ? text.AsSpan(2) : text, style, CultureInfo.InvariantCulture, out uint n) ? n : null;
    }

    public static uint? Table(ConfigParser parser, string text) => text switch
    {
        "main" => 254,
        "local" => 255,
        "default" => 253,
        _ => Number(text) ?? Lookup(parser, RouteNameTable.Table, text),
    };

    public static byte? Scope(ConfigParser parser, string text) => text switch
    {
        "global" or "universe" => 0,
        "site" => 200,
        "link" => 253,
        "host" => 254,
        "nowhere" => 255,
        _ => Byte(Number(text) ?? Lookup(parser, RouteNameTable.Scope, text)),
    };

    public static byte? Protocol(ConfigParser parser, string text) => text switch
    {
        "redirect" => 1,
        "kernel" => 2,
        "boot" => 3,
        "static" => 4,
        "ra" => 9,
        "keepalived" => ProtocolKeepalived,
        _ => Byte(Number(text) ?? Lookup(parser, RouteNameTable.Protocol, text)),
    };

    public static byte? DsField(ConfigParser parser, string text) =>
        Byte(Number(text) ?? Lookup(parser, RouteNameTable.DsField, text));

    /// <summary>A or A/B as one 32-bit value: B's half is the upper one when both are given.</summary>
    public static uint? Realms(ConfigParser parser, string text)
    {
        string[] parts = text.Split('/');
        uint? from = parts.Length == 2 ? Realm(parser, parts[0]) : 0;
        uint? to = parts.Length <= 2 ? Realm(parser, parts[^1]) : null;
        return from is null || to is null ? null : (from << 16) | to;
    }

    public static uint? Group(ConfigParser parser, string text) =>
        Number(text) ?? Lookup(parser, RouteNameTable.Group, text);

    public static RouteType? Type(string text) => text switch
    {
        "unicast" => RouteType.Unicast,
        "local" => RouteType.Local,
        "broadcast" => RouteType.Broadcast,
        "anycast" => RouteType.Anycast,
        "multicast" => RouteType.Multicast,
        "throw" => RouteType.Throw,
        "unreachable" => RouteType.Unreachable,
        "prohibit" => RouteType.Prohibit,
        "blackhole" => RouteType.Blackhole,
        "nat" => RouteType.Nat,
        "xresolve" => RouteType.XResolve,
        _ => null,
    };

    private static uint? Lookup(ConfigParser parser, RouteNameTable table, string name) =>
        parser.Host.LookupRouteName(table, name, parser.RouteNameFolders);

    private static uint? Realm(ConfigParser parser, string text)
    {
        uint? realm = Number(text) ?? Lookup(parser, RouteNameTable.Realm, text);
        return realm > ushort.MaxValue ? null : realm;
    }

    private static byte? Byte(uint? value) => value is <= 255 ? (byte)value : null;
}
