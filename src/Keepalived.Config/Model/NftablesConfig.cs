namespace Keepalived.Config.Model;

/// <summary>nftables names and priorities; the table is empty where nothing was written.</summary>
public sealed record NftablesConfig
{
    /// <summary>The table was named, or an instance needs it.</summary>
    public bool IsUsed { get; init; }

    public string Table { get; init; } = "keepalived";

    public int Priority { get; init; } = -1;

    public bool ByInterfaceIndex { get; init; }

    public bool Counters { get; init; }

    /// <summary>Table for marking virtual server groups; empty: not used.</summary>
    public string IpvsTable { get; init; } = "";

    public int IpvsPriority { get; init; } = -1;

    public uint IpvsStartFwmark { get; init; } = 1000;

    public EquatableArray<string> IptablesChains { get; init; }

    /// <summary>Six set names; empty: the defaults.</summary>
    public EquatableArray<string> IpsetNames { get; init; }
}
