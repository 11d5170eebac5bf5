using System.Net;
using System.Net.Sockets;

namespace Keepalived.Config.Model;

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

    /// <summary>
    /// <see cref="NoTrack"/> is for want of an interface, nobody wrote it: the route is put back all the same.
    /// </summary>
    public bool IsOwnedAllTheSame { get; init; }

    public string TrackGroup { get; init; } = "";

    public string Vrf { get; init; } = "";

    public DefinedAt Source { get; init; }
}
