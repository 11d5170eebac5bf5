namespace Keepalived.Config.Model;

/// <summary>A vrrp_sync_group block.</summary>
public sealed record VrrpSyncGroupConfig
{
    public required string Name { get; init; }

    public EquatableArray<string> Members { get; init; }

    public EquatableArray<TrackConfig> TrackInterfaces { get; init; }

    public EquatableArray<TrackConfig> TrackScripts { get; init; }

    public EquatableArray<TrackConfig> TrackFiles { get; init; }

    public EquatableArray<TrackConfig> TrackProcesses { get; init; }

    public EquatableArray<TrackConfig> TrackBfds { get; init; }

    public NotifyScriptsConfig Notify { get; init; } = NotifyScriptsConfig.None;

    public bool SmtpAlert { get; init; }

    public bool NotifyPriorityChanges { get; init; }

    /// <summary>Weighted trackers keep their weight within the group.</summary>
    public bool TrackingWeight { get; init; }

    public DefinedAt Source { get; init; }
}
