namespace Keepalived.Config.Model;

/// <summary>A track_group block: instances that depend on static items.</summary>
public sealed record TrackGroupConfig(string Name, EquatableArray<string> Members)
{
    public DefinedAt Source { get; init; }
}
