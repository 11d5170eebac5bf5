using System.Net;

namespace Keepalived.Config.Model;

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
