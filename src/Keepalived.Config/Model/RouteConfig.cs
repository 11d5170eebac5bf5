using System.Net;
using System.Net.Sockets;

namespace Keepalived.Config.Model;

/// <summary>An address with its prefix length.</summary>
public sealed record IPPrefix(IPAddress Address, int Length)
{
    public override string ToString() => $"{Address}/{Length}";
}

/// <summary>RTN_* of linux/rtnetlink.h.</summary>
public enum RouteType : byte
{
    Unicast = 1,
    Local = 2,
    Broadcast = 3,
    Anycast = 4,
    Multicast = 5,
    Blackhole = 6,
    Unreachable = 7,
    Prohibit = 8,
    Throw = 9,
    Nat = 10,
    XResolve = 11,
}

/// <summary>How a route is put beside others of the same metric.</summary>
public enum RouteInsertion
{
    Prepend,
    Append,
    Add,
}

/// <summary>RTAX_* metric numbers of linux/rtnetlink.h.</summary>
public enum RouteMetricKind
{
    Mtu = 2,
    Window = 3,
    Rtt = 4,
    RttVar = 5,
    SsThresh = 6,
    Cwnd = 7,
    AdvMss = 8,
    Reordering = 9,
    HopLimit = 10,
    InitCwnd = 11,
    Features = 12,
    RtoMin = 13,
    InitRwnd = 14,
    QuickAck = 15,
    FastOpenNoCookie = 17,
}

/// <summary>One route metric in the kernel's unit.</summary>
public sealed record RouteMetric(RouteMetricKind Kind, uint Value, bool Locked = false);

/// <summary>What a route wraps packets into.</summary>
public enum EncapsulationKind
{
    None,
    Mpls,
    Ip,
    Ila,
    Ip6,
}

/// <summary>An encap option (LWTUNNEL_* of linux/lwtunnel.h).</summary>
public sealed record RouteEncapsulation(EncapsulationKind Kind)
{
    public EquatableArray<uint> MplsLabels { get; init; }

    public ulong Id { get; init; }

    public IPAddress? Destination { get; init; }

    public IPAddress? SourceAddress { get; init; }

    public byte Tos { get; init; }

    public byte Ttl { get; init; }

    public ushort Flags { get; init; }
}

/// <summary>One nexthop of a multipath route.</summary>
public sealed record NextHopConfig
{
    public IPAddress? Via { get; init; }

    public string Device { get; init; } = "";

    /// <summary>1..256.</summary>
    public int Weight { get; init; } = 1;

    public bool OnLink { get; init; }

    public uint Realms { get; init; }

    public RouteEncapsulation? Encapsulation { get; init; }
}

/// <summary>One line of virtual_routes or static_routes.</summary>
public sealed record RouteConfig
{
    public required AddressFamily Family { get; init; }

    public RouteType Type { get; init; } = RouteType.Unicast;

    /// <summary>Null is the default route.</summary>
    public IPPrefix? Destination { get; init; }

    public IPAddress? PreferredSource { get; init; }

    public IPAddress? Via { get; init; }

    /// <summary>Source prefix (IPv6 only).</summary>
    public IPPrefix? From { get; init; }

    public byte Tos { get; init; }

    /// <summary>Table number; 254 is main.</summary>
    public uint Table { get; init; } = 254;

    /// <summary>RTPROT_*; 18 is keepalived.</summary>
    public byte Protocol { get; init; } = 18;

    /// <summary>RT_SCOPE_*; null lets the kernel's rule decide (link without gateway, else global).</summary>
    public byte? Scope { get; init; }

    public uint? Metric { get; init; }

    public string Device { get; init; } = "";

    public bool OnLink { get; init; }

    public RouteEncapsulation? Encapsulation { get; init; }

    public uint? ExpiresSeconds { get; init; }

    public EquatableArray<RouteMetric> Metrics { get; init; }

    public uint Realms { get; init; }

    public string CongestionControl { get; init; } = "";

    public bool CongestionControlLocked { get; init; }

    /// <summary>ICMPv6 router preference: 0 medium, 1 high, 3 low.</summary>
    public byte? Preference { get; init; }

    public bool? TtlPropagate { get; init; }

    public EquatableArray<NextHopConfig> NextHops { get; init; }

    public RouteInsertion Insertion { get; init; }

    public bool NoTrack { get; init; }

    public string TrackGroup { get; init; } = "";

    public string Vrf { get; init; } = "";

    public DefinedAt Source { get; init; }
}

/// <summary>What a rule does with a packet that matches (FR_ACT_* of linux/fib_rules.h).</summary>
public enum RuleAction : byte
{
    ToTable = 1,
    Goto = 2,
    Nop = 3,
    Blackhole = 6,
    Unreachable = 7,
    Prohibit = 8,
}

/// <summary>A range of numbers, both ends included.</summary>
public sealed record NumberRange(uint First, uint Last);

/// <summary>One line of virtual_rules or static_rules.</summary>
public sealed record RuleConfig
{
    public required AddressFamily Family { get; init; }

    public IPPrefix? From { get; init; }

    public IPPrefix? To { get; init; }

    public bool Invert { get; init; }

    public uint Priority { get; init; }

    public RuleAction Action { get; init; } = RuleAction.ToTable;

    public uint Table { get; init; }

    public uint GotoTarget { get; init; }

    public byte Tos { get; init; }

    public uint? Fwmark { get; init; }

    public uint? FwmarkMask { get; init; }

    public uint Realms { get; init; }

    public int? SuppressPrefixLength { get; init; }

    public int? SuppressGroup { get; init; }

    public string InputInterface { get; init; } = "";

    public string OutputInterface { get; init; } = "";

    public ulong? TunnelId { get; init; }

    public NumberRange? UidRange { get; init; }

    public bool L3Mdev { get; init; }

    public byte Protocol { get; init; } = 18;

    public byte? IpProtocol { get; init; }

    public NumberRange? SourcePorts { get; init; }

    public NumberRange? DestinationPorts { get; init; }

    public bool NoTrack { get; init; }

    public string TrackGroup { get; init; } = "";

    public DefinedAt Source { get; init; }
}
