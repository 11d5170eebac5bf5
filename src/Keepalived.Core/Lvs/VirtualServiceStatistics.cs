using System.Collections.Immutable;
using Keepalived.Wire.Ipvs;

namespace Keepalived.Core.Lvs;

/// <summary>The counters of one service as they stand in the table.</summary>
public sealed record VirtualServiceStatistics(
    IpvsServiceKey Service, IpvsStatistics Total, ImmutableArray<DestinationStatistics> Destinations);

/// <summary>The counters of one destination. Null: the plane does not count it.</summary>
public sealed record DestinationStatistics(IpvsDestinationKey Destination, IpvsStatistics Counters)
{
    public uint? ActiveConnections { get; init; }

    public uint? InactiveConnections { get; init; }

    public uint? PersistentConnections { get; init; }
}
