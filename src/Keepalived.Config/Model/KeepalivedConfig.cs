namespace Keepalived.Config.Model;

/// <summary>A whole configuration with effective values: nothing in it refers to a default elsewhere.</summary>
public sealed record KeepalivedConfig
{
    public static KeepalivedConfig Empty { get; } = new();

    public GlobalConfig Global { get; init; } = new();

    public EquatableArray<VrrpInstanceConfig> Instances { get; init; }

    public EquatableArray<VrrpSyncGroupConfig> SyncGroups { get; init; }

    public EquatableArray<TrackScriptConfig> Scripts { get; init; }

    public EquatableArray<TrackFileConfig> TrackFiles { get; init; }

    public EquatableArray<TrackProcessConfig> TrackProcesses { get; init; }

    public EquatableArray<BfdInstanceConfig> BfdInstances { get; init; }

    public EquatableArray<VirtualAddressConfig> StaticAddresses { get; init; }

    public EquatableArray<RouteConfig> StaticRoutes { get; init; }

    public EquatableArray<RuleConfig> StaticRules { get; init; }

    public EquatableArray<TrackGroupConfig> TrackGroups { get; init; }

    public EquatableArray<GarpGroupConfig> GarpGroups { get; init; }

    public EquatableArray<LinkbeatInterfaceConfig> LinkbeatInterfaces { get; init; }

    public EquatableArray<InterfaceDelayConfig> InterfaceDelays { get; init; }

    public EquatableArray<VirtualServerGroupConfig> VirtualServerGroups { get; init; }

    public EquatableArray<VirtualServerConfig> VirtualServers { get; init; }

    public SslConfig? Ssl { get; init; }

    /// <summary>True if the VRRP side has anything to do.</summary>
    public bool HasVrrp => !Instances.IsEmpty || !StaticAddresses.IsEmpty || !StaticRoutes.IsEmpty
        || !StaticRules.IsEmpty;

    /// <summary>True if the checkers' side has anything to do.</summary>
    public bool HasLvs => !VirtualServers.IsEmpty || Global.LvsFlush || Global.LvsTimeouts is not null;
}
