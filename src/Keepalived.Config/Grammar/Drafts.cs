using System.Net;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>Everything as written, before inheritance and validation.</summary>
internal sealed class ConfigDraft
{
    /// <summary>Notify commands of every kind that name no user, and where they stand.</summary>
    public List<(NotifyScriptConfig Script, SourceSpan Span)> ScriptsWithoutUser { get; } = [];

    public GlobalDraft Global { get; } = new();

    public List<InstanceDraft> Instances { get; } = [];

    public List<SyncGroupDraft> SyncGroups { get; } = [];

    public List<ScriptDraft> Scripts { get; } = [];

    public List<TrackFileDraft> TrackFiles { get; } = [];

    public List<ProcessDraft> Processes { get; } = [];

    public List<BfdDraft> Bfds { get; } = [];

    public List<VirtualAddressConfig> StaticAddresses { get; } = [];

    public List<RouteConfig> StaticRoutes { get; } = [];

    public List<RuleConfig> StaticRules { get; } = [];

    public List<TrackGroupConfig> TrackGroups { get; } = [];

    public List<GarpGroupConfig> GarpGroups { get; } = [];

    public List<(LinkbeatInterfaceConfig Config, SourceSpan Span)> Linkbeats { get; } = [];

    public List<(InterfaceDelayConfig Config, SourceSpan Span)> Delays { get; } = [];

    public List<VirtualServerGroupConfig> ServerGroups { get; } = [];

    public List<VirtualServerDraft> Servers { get; } = [];

    public SslConfig? Ssl { get; set; }

    /// <summary>Preference given to the next rule that has none; counts down.</summary>
    public uint NextRulePriority { get; set; } = 16384;
}

/// <summary>global_defs and single top-level keywords. Inherited values that depend on others stay null here.</summary>
internal sealed class GlobalDraft
{
    public GlobalConfig Config { get; set; } = new();

    public TimeSpan? LowerPriorityDelay { get; set; }

    public uint? LowerPriorityRepeat { get; set; }

    public TimeSpan? MasterDelay { get; set; }

    public uint? MasterRepeat { get; set; }

    public TimeSpan? MasterRefresh { get; set; }

    public uint? MasterRefreshRepeat { get; set; }

    public NotifyScriptConfig? FifoScript { get; set; }

    public NotifyScriptConfig? VrrpFifoScript { get; set; }

    public NotifyScriptConfig? LvsFifoScript { get; set; }

    public bool NftablesGiven { get; set; }

    public bool VmacAddressPrefixGiven { get; set; }

    public SourceSpan SmtpSpan { get; set; } = SourceSpan.None;

    public SourceSpan SyncDaemonSpan { get; set; } = SourceSpan.None;

    public SourceSpan TimeoutsSpan { get; set; } = SourceSpan.None;
}

/// <summary>One entry of a track_* block before weights are inherited.</summary>
internal sealed record TrackDraft(string Name, int? Weight, bool? Reverse, SourceSpan Span);

/// <summary>The trackers of an instance or a group.</summary>
internal sealed class TrackersDraft
{
    public List<TrackDraft> Interfaces { get; } = [];

    public List<TrackDraft> Scripts { get; } = [];

    public List<TrackDraft> Files { get; } = [];

    public List<TrackDraft> Processes { get; } = [];

    public List<TrackDraft> Bfds { get; } = [];
}

internal sealed class InstanceDraft(string name, SourceSpan span)
{
    public string Name { get; } = name;

    public SourceSpan Span { get; } = span;

    /// <summary>Values that are not inherited.</summary>
    public VrrpInstanceConfig Config { get; set; } = new() { Name = name, Source = span };

    public bool? State { get; set; }

    public byte? Priority { get; set; }

    public int? Version { get; set; }

    /// <summary>Seconds as written.</summary>
    public TimeSpan? Interval { get; set; }

    public SourceSpan IntervalSpan { get; set; } = span;

    public SourceSpan InterfaceSpan { get; set; } = span;

    public SourceSpan VrfSpan { get; set; } = span;

    public bool NativeIPv6 { get; set; }

    public bool? Accept { get; set; }

    public bool? Strict { get; set; }

    public bool NoPreempt { get; set; }

    public bool NoVirtualAddress { get; set; }

    public bool? SkipCheckAdvertAddress { get; set; }

    public bool? CheckUnicastSource { get; set; }

    public bool? SmtpAlert { get; set; }

    public bool? NotifyPriorityChanges { get; set; }

    public bool? LowerPriorityNoAdvert { get; set; }

    public bool? HigherPrioritySendAdvert { get; set; }

    public bool? OwnerIgnoreAdverts { get; set; }

    public bool? V3ChecksumAsV2 { get; set; }

    public int? DownTimerAdverts { get; set; }

    public IPAddress? UnicastSource { get; set; }

    public IPAddress? MulticastSource { get; set; }

    public IPAddress? MulticastDestination { get; set; }

    /// <summary>Any unicast_* keyword seen.</summary>
    public bool UnicastKeyword { get; set; }

    public bool TransmitFromBase { get; set; }

    public bool AuthenticationBlock { get; set; }

    public NotifyScriptsConfig Notify { get; set; } = NotifyScriptsConfig.None;

    public TimeSpan? MasterDelay { get; set; }

    public uint? MasterRepeat { get; set; }

    public TimeSpan? MasterRefresh { get; set; }

    public uint? MasterRefreshRepeat { get; set; }

    public TimeSpan? LowerPriorityDelay { get; set; }

    public uint? LowerPriorityRepeat { get; set; }

    public (bool All, TimeSpan Interval)? GarpExtra { get; set; }

    public List<VirtualAddressConfig> Addresses { get; } = [];

    public List<VirtualAddressConfig> Excluded { get; } = [];

    public List<RouteConfig> Routes { get; } = [];

    public List<RuleConfig> Rules { get; } = [];

    public List<UnicastPeerConfig> Peers { get; } = [];

    public TrackersDraft Trackers { get; } = new();

    public HmacDraft? Hmac { get; set; }

    /// <summary>Set by a rule: the instance is not used.</summary>
    public bool Dropped { get; set; }
}

internal sealed class HmacDraft
{
    public List<HmacKeyConfig> Keys { get; } = [];

    public byte? ActiveKey { get; set; }

    public TimeSpan? TimeWindow { get; set; }

    public AntiReplay AntiReplay { get; set; }

    public HmacMode Mode { get; set; }
}

internal sealed class SyncGroupDraft(string name, SourceSpan span)
{
    public string Name { get; } = name;

    public SourceSpan Span { get; } = span;

    public List<(string Name, SourceSpan Span)> Members { get; } = [];

    public TrackersDraft Trackers { get; } = new();

    public NotifyScriptsConfig Notify { get; set; } = NotifyScriptsConfig.None;

    public bool? SmtpAlert { get; set; }

    public bool? NotifyPriorityChanges { get; set; }

    public bool TrackingWeight { get; set; }

    public bool Dropped { get; set; }
}

internal sealed class ScriptDraft(string name, SourceSpan span)
{
    public string Name { get; } = name;

    public SourceSpan Span { get; } = span;

    public NotifyScriptConfig? Script { get; set; }

    public string User { get; set; } = "";

    public string Group { get; set; } = "";

    public bool Invalid { get; set; }

    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    public TimeSpan Timeout { get; set; }

    public int Weight { get; set; }

    public bool Reverse { get; set; }

    public int Rise { get; set; } = 1;

    public int Fall { get; set; } = 1;

    public bool InitFail { get; set; }
}

internal sealed class TrackFileDraft(string name, SourceSpan span)
{
    public string Name { get; } = name;

    public SourceSpan Span { get; } = span;

    public string Path { get; set; } = "";

    public int Weight { get; set; } = 1;

    public bool Reverse { get; set; }

    public int? Initial { get; set; }

    public bool Overwrite { get; set; }
}

internal sealed class ProcessDraft(string name, SourceSpan span)
{
    public string Name { get; } = name;

    public TrackProcessConfig Config { get; set; } =
        new() { Name = name, ProcessPath = "", Source = span };

    public SourceSpan Span { get; } = span;
}

internal sealed class BfdDraft(string name, SourceSpan span)
{
    public string Name { get; } = name;

    public SourceSpan Span { get; } = span;

    public BfdInstanceConfig Config { get; set; } =
        new() { Name = name, Neighbor = IPAddress.None, Source = span, ForVrrp = false, ForCheckers = false };

    public bool HasNeighbor { get; set; }

    public int? Ttl { get; set; }

    /// <summary>Whoever names neither of the two means both.</summary>
    public bool ForVrrp => Config.ForVrrp || !Config.ForCheckers;

    public bool ForCheckers => Config.ForCheckers || !Config.ForVrrp;
}

internal sealed class GarpGroupDraft(SourceSpan span)
{
    public SourceSpan Span { get; } = span;

    public TimeSpan? Garp { get; set; }

    public TimeSpan? Gna { get; set; }

    public List<string> Interfaces { get; } = [];
}
