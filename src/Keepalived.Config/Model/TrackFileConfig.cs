namespace Keepalived.Config.Model;

/// <summary>A track_file block.</summary>
public sealed record TrackFileConfig
{
    public required string Name { get; init; }

    public required string Path { get; init; }

    public int Weight { get; init; } = 1;

    public bool Reverse { get; init; }

    /// <summary>Value written into the file at start; null: the file is not created.</summary>
    public int? InitialValue { get; init; }

    public bool Overwrite { get; init; }

    public DefinedAt Source { get; init; }
}
