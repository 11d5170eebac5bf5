namespace Keepalived.Config.Model;

/// <summary>A vrrp_script block.</summary>
public sealed record TrackScriptConfig
{
    public required string Name { get; init; }

    public required NotifyScriptConfig Script { get; init; }

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The script is killed and counts as failed after this; zero: after one interval.</summary>
    public TimeSpan Timeout { get; init; }

    public int Weight { get; init; }

    public bool Reverse { get; init; }

    public int Rise { get; init; } = 1;

    public int Fall { get; init; } = 1;

    public bool InitFail { get; init; }

    public DefinedAt Source { get; init; }
}
