namespace Keepalived.Config.Grammar;

/// <summary>How the arguments of a keyword are read.</summary>
public enum KeywordShape
{
    /// <summary>None; further words are ignored.</summary>
    Flag,

    /// <summary>true on yes, false off no; absent is true.</summary>
    Boolean,
    Integer,

    /// <summary>Decimal seconds.</summary>
    Seconds,
    Word,

    /// <summary>A command, read by shell rules, with USER and GROUP after it.</summary>
    Command,
    Address,

    /// <summary>Anything else; <see cref="KeywordInfo.Arguments"/> tells.</summary>
    Custom,

    /// <summary>A block whose lines are data.</summary>
    Values,

    /// <summary>A block of keywords.</summary>
    Block,
}

/// <summary>One row of the keyword tables: what help, reference page and completeness tests are made from.</summary>
public sealed record KeywordInfo
{
    /// <summary>Path of the block, for example "vrrp_instance/authentication"; empty at top level.</summary>
    public required string Block { get; init; }

    public required string Name { get; init; }

    public required KeywordShape Shape { get; init; }

    /// <summary>Arguments as one writes them in a manual; empty for none.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>Allowed values or unit; empty if there is nothing to say.</summary>
    public string Range { get; init; } = "";

    public string Default { get; init; } = "";

    public required string Meaning { get; init; }

    /// <summary>Least version of the reference daemon that knows it; empty: 2.2.7 or older.</summary>
    public string Since { get; init; } = "";

    /// <summary>An addition of ours: the reference daemon does not know it.</summary>
    public bool IsAddition { get; init; }

    /// <summary>An old spelling: works, and counts as an error under a configuration test.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>From the old dialect: today's reference daemon does not know it any more.</summary>
    public bool IsOldDialect { get; init; }

    /// <summary>Words that must follow, or the daemon does not start.</summary>
    public int RequiredArguments { get; init; }

    /// <summary>False: parsed, but without effect yet.</summary>
    public bool InEffect => !Grammar.InEffect.IsMissing(Block, Name);

    public string Path => Block.Length == 0 ? Name : $"{Block}/{Name}";
}
