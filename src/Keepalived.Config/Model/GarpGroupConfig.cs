namespace Keepalived.Config.Model;

/// <summary>A garp_group block: least gaps between announcements shared by the interfaces.</summary>
public sealed record GarpGroupConfig
{
    public EquatableArray<string> Interfaces { get; init; }

    public TimeSpan? GarpInterval { get; init; }

    public TimeSpan? GnaInterval { get; init; }

    public DefinedAt Source { get; init; }
}
