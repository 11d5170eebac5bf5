namespace Keepalived.Config.Model;

/// <summary>A vrrp_track_process block.</summary>
public sealed record TrackProcessConfig
{
    public required string Name { get; init; }

    public required string ProcessPath { get; init; }

    public EquatableArray<string> Parameters { get; init; }

    public ProcessParameterMatch ParameterMatch { get; init; }

    public bool FullCommand { get; init; }

    public int Weight { get; init; }

    public bool Reverse { get; init; }

    public int Quorum { get; init; } = 1;

    /// <summary>Largest number of processes; null: no limit.</summary>
    public int? QuorumMax { get; init; }

    public TimeSpan TerminateDelay { get; init; }

    public TimeSpan ForkDelay { get; init; }

    public DefinedAt Source { get; init; }
}
