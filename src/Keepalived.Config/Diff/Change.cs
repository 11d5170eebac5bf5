namespace Keepalived.Config.Diff;

/// <summary>What became of one object. Closed: added, changed or removed; an equal one is not listed.</summary>
public abstract record Change<T>
{
    private Change()
    {
    }

    public sealed record Added(T Item) : Change<T>;

    public sealed record Changed(T Before, T After) : Change<T>;

    public sealed record Removed(T Item) : Change<T>;
}
