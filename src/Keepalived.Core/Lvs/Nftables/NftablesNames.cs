using System.Globalization;
using System.Net.Sockets;

namespace Keepalived.Core.Lvs.Nftables;

/// <summary>
/// How services, servers and their settings are called in the table. Comments of elements hold what the rules alone do
/// not say, so that a successor reads the whole table back.
/// </summary>
internal static class NftablesNames
{
    public const string Table = "inet keepalived_lvs";

    /// <summary>The table's name without its family.</summary>
    public const string TableName = "keepalived_lvs";

    /// <summary>The layout that this program writes; another one is replaced.</summary>
    public const string Layout = "keepalived-actors 2";

    public const string ServersSuffix = ".servers";
    public const string SlotsSuffix = ".slots";
    public const string ClientsSuffix = ".clients";

    /// <summary>For example <c>tcp/192.0.2.1/80</c>, <c>mark/inet/7</c>; colons are not allowed in names.</summary>
    public static string Of(IpvsServiceKey key)
    {
        string address = key.Address.IsV6 ? "v6." + key.Address.ToString().Replace(':', '.') : key.Address.ToString();
        return key.Fwmark != 0
            ? string.Create(CultureInfo.InvariantCulture, $"mark/{Family(key)}/{key.Fwmark}")
            : string.Create(CultureInfo.InvariantCulture, $"{Protocol(key.Protocol)}/{address}/{key.Port}");
    }

    /// <summary>The map that leads to the service.</summary>
    public static string Dispatch(IpvsServiceKey key) => key.Fwmark != 0 ? "marks"
        : (key.Port == 0 ? "any_port" : "services") + (key.Address.IsV6 ? "6" : "");

    /// <summary>The set of what is refused because no server takes it.</summary>
    public static string Closed(IpvsServiceKey key) => "closed_" + Dispatch(key);

    /// <summary>The key of the service's element in <see cref="Dispatch"/>.</summary>
    public static string Element(IpvsServiceKey key)
    {
        if (key.Fwmark != 0)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"{(IsV6(key) ? "ipv6" : "ipv4")} . {key.Fwmark}");
        }

        string address = $"{key.Address} . {Protocol(key.Protocol)}";
        return key.Port == 0 ? address : string.Create(CultureInfo.InvariantCulture, $"{address} . {key.Port}");
    }

    public static string Comment(IpvsService service)
    {
        string common = string.Create(
            CultureInfo.InvariantCulture,
            $"{service.Key};{service.Scheduler};{service.Flags};{service.TimeoutSeconds};{service.NetmaskBits}");
        return service.MaskWithHoles == 0
            ? common
            : string.Create(CultureInfo.InvariantCulture, $"{common};{service.MaskWithHoles}");
    }

    public static bool TryParse(string comment, out IpvsService? service)
    {
        service = null;
        string[] words = comment.Split(';');
        uint holes = 0;
        if (words.Length is not (5 or 6)
            || (words.Length == 6 && !TryNumber(words[5], out holes))
            || !IpvsServiceKey.TryParse(words[0], out IpvsServiceKey key)
            || !TryNumber(words[2], out uint flags) || !TryNumber(words[3], out uint timeout)
            || !TryNumber(words[4], out uint bits))
        {
            return false;
        }

        service = new IpvsService(key)
        {
            Scheduler = words[1],
            Flags = flags,
            TimeoutSeconds = timeout,
            NetmaskBits = (int)bits,
            MaskWithHoles = holes,
        };
        return true;
    }

    /// <summary>The data of a server's element: where the flow goes.</summary>
    public static string Target(IpvsServiceKey service, IpvsDestinationKey server, bool hasPorts) => hasPorts
        ? string.Create(
            CultureInfo.InvariantCulture, $"{server.Address} . {(server.Port != 0 ? server.Port : service.Port)}")
        : server.Address.ToString();

    /// <summary>A number as nft writes one of type classid: two hexadecimal halves.</summary>
    public static string Number(uint id) =>
        string.Create(CultureInfo.InvariantCulture, $"{id >> 16:x}:{id & 0xffff:x}");

    public static bool TryParseNumber(string text, out uint id)
    {
        id = 0;
        string[] halves = text.Split(':');
        if (halves.Length != 2 || !TryHex(halves[0], out uint high) || !TryHex(halves[1], out uint low))
        {
            return false;
        }

        id = (high << 16) | low;
        return true;
    }

    public static bool IsV6(IpvsServiceKey key) => key.Family == AddressFamily.InterNetworkV6;

    public static string Protocol(byte protocol) => protocol switch
    {
        6 => "tcp",
        17 => "udp",
        132 => "sctp",
        _ => protocol.ToString(CultureInfo.InvariantCulture),
    };

    private static string Family(IpvsServiceKey key) => IsV6(key) ? "inet6" : "inet";

    private static bool TryNumber(string text, out uint value) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool TryHex(string text, out uint value) =>
        uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value <= 0xffff;
}
