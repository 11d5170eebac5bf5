using System.Globalization;
using System.Net.Sockets;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Lvs;

/// <summary>What identifies a service in the kernel's table: a firewall mark, or protocol, address and port.</summary>
/// <param name="Protocol">IP protocol number; 0 with a firewall mark.</param>
/// <param name="Fwmark">0 = an address service.</param>
public readonly record struct IpvsServiceKey(
    AddressFamily Family, byte Protocol, IpAddress Address, ushort Port, uint Fwmark)
{
    public static IpvsServiceKey ForMark(uint mark, AddressFamily family) => new(family, 0, default, 0, mark);

    public static IpvsServiceKey ForAddress(byte protocol, IpAddress address, ushort port) =>
        new(address.Family, protocol, address, port, 0);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string text, out IpvsServiceKey key)
    {
        key = default;
        string[] words = text.Split(' ');
        if (words.Length != 3)
        {
            return false;
        }

        if (words[0] == "fwmark")
        {
            bool isV6 = words[1] == "inet6";
            bool valid = (isV6 || words[1] == "inet") & TryNumber(words[2], out uint mark) && mark != 0;
            key = ForMark(mark, isV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
            return valid;
        }

        bool parsed = TryNumber(words[0], out uint protocol) & IpAddress.TryParse(words[1], out IpAddress address)
            & TryNumber(words[2], out uint port);
        key = ForAddress((byte)protocol, address, (ushort)port);
        return parsed && protocol is > 0 and <= byte.MaxValue && port <= ushort.MaxValue;
    }

    /// <summary>Three words: <c>fwmark inet 7</c>, or <c>6 192.0.2.1 80</c> (protocol, address, port).</summary>
    public override string ToString() => Fwmark != 0
        ? $"fwmark {(Family == AddressFamily.InterNetworkV6 ? "inet6" : "inet")} {Fwmark}"
        : $"{Protocol} {Address} {Port}";

    private static bool TryNumber(string text, out uint value) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}

/// <summary>A service as IPVS knows it (linux/ip_vs.h, IPVS_SVC_ATTR_*). Equality is that of all that we set.</summary>
public sealed record IpvsService(IpvsServiceKey Key)
{
    /// <summary>IP_VS_SVC_F_PERSISTENT.</summary>
    public const uint Persistent = 0x01;

    /// <summary>The flags that a configuration can ask for; the kernel adds HASHED (0x02) itself.</summary>
    public const uint ConfigurableFlags = 0x3D;

    /// <summary>Module name without the prefix <c>ip_vs_</c>.</summary>
    public required string Scheduler { get; init; }

    /// <summary>IP_VS_SVC_F_*, within <see cref="ConfigurableFlags"/>.</summary>
    public uint Flags { get; init; }

    /// <summary>Seconds; 0 without persistence.</summary>
    public uint TimeoutSeconds { get; init; }

    /// <summary>Prefix length of the client mask; 32 or 128 without persistence.</summary>
    public int NetmaskBits { get; init; } = 32;

    /// <summary>An IPv4 client mask that is no prefix, in host order; 0: it is one.</summary>
    public uint MaskWithHoles { get; init; }

    /// <summary>For example <c>sip</c>; empty = none.</summary>
    public string PersistenceEngine { get; init; } = "";
}

/// <summary>A destination within its service.</summary>
public readonly record struct IpvsDestinationKey(IpAddress Address, ushort Port)
{
    public override string ToString() => Address.IsV6 ? $"[{Address}]:{Port}" : $"{Address}:{Port}";
}

/// <summary>A destination as IPVS knows it (IPVS_DEST_ATTR_*). Equality is that of all that we set.</summary>
public sealed record IpvsDestination(IpvsDestinationKey Key)
{
    /// <summary>IP_VS_CONN_F_*: 0 NAT, 1 local, 2 tunnel, 3 direct routing.</summary>
    public byte ForwardingMethod { get; init; }

    /// <summary>0..65535.</summary>
    public int Weight { get; init; }

    public uint UpperThreshold { get; init; }

    public uint LowerThreshold { get; init; }

    /// <summary>IP_VS_CONN_F_TUNNEL_TYPE_*: 0 IPIP, 1 GUE, 2 GRE.</summary>
    public byte TunnelType { get; init; }

    /// <summary>UDP port of GUE.</summary>
    public ushort TunnelPort { get; init; }

    /// <summary>IP_VS_TUNNEL_ENCAP_FLAG_*: 1 checksum, 2 remote checksum.</summary>
    public ushort TunnelFlags { get; init; }
}

/// <summary>A service with all of its destinations: what an owner wants, or what was found.</summary>
public sealed record VirtualService(
    IpvsService Service, System.Collections.Immutable.ImmutableArray<IpvsDestination> Destinations);
