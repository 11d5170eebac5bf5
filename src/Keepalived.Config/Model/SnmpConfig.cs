namespace Keepalived.Config.Model;

/// <summary>SNMP settings.</summary>
public sealed record SnmpConfig
{
    public string Socket { get; init; } = "";

    public bool Vrrp { get; init; }

    public bool RfcV2 { get; init; }

    public bool RfcV3 { get; init; }

    public bool Checker { get; init; }

    public bool Traps { get; init; }

    public TimeSpan VirtualServerStatisticsAge { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan? RealServerStatisticsAge { get; init; }
}
