namespace Keepalived.Config.Text;

/// <summary>A place in a configuration file. Line and column count from 1; 0 means unknown.</summary>
public readonly record struct SourceSpan(string File, int Line, int Column)
{
    public static SourceSpan None => new("", 0, 0);

    public bool IsKnown => Line > 0;

    /// <summary>The line as it was written and how it came to be read; null if that is not known.</summary>
    public SourceContext? Context { get; init; }

    /// <summary>The place some columns further right.</summary>
    internal SourceSpan Right(int columns) => columns == 0 ? this : this with { Column = Column + columns };

    /// <summary>The same without the rest of the file, for those who keep it long.</summary>
    internal SourceSpan Alone() => Context is { } context ? this with { Context = context.Alone() } : this;

    public override string ToString() => IsKnown ? $"{File}:{Line}:{Column}" : File;
}
