namespace Keepalived.Config.Model;

/// <summary>Regular expression test of a page.</summary>
public sealed record HttpRegexConfig(string Pattern)
{
    public bool NoMatch { get; init; }

    /// <summary>PCRE2 compile option words.</summary>
    public EquatableArray<string> Options { get; init; }

    public long MinOffset { get; init; }

    /// <summary>Null: to the end.</summary>
    public long? MaxOffset { get; init; }

    public uint StackStart { get; init; }

    public uint StackMax { get; init; }
}
