namespace Keepalived.Simulation;

/// <summary>
/// What the routers of a LAN have to have in common to hear and to believe each other. Some routers may be ahead of
/// the others for a while: then they quarrel, and settle when all have it.
/// </summary>
public sealed record SharedOptions
{
    /// <summary>Of the first virtual router; the next ones follow.</summary>
    public int FirstVirtualRouterId { get; init; } = 51;

    /// <summary>Virtual addresses of each virtual router.</summary>
    public int AddressCount { get; init; } = 1;

    /// <summary>Null: each router has its own (version 3).</summary>
    public TimeSpan? Interval { get; init; }

    public int DownTimerAdverts { get; init; } = 3;

    /// <summary>All virtual routers of a router in one sync group.</summary>
    public bool HasGroups { get; init; }

    public override string ToString() =>
        $"from VRID {FirstVirtualRouterId}, {AddressCount} addresses, interval "
        + $"{(Interval is { } interval ? $"{interval.TotalSeconds} s" : "of each")}, "
        + $"down_timer_adverts {DownTimerAdverts}{(HasGroups ? ", in groups" : string.Empty)}";
}
