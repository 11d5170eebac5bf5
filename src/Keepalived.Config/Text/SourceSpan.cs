namespace Keepalived.Config.Text;

/// <summary>A place in a configuration file. Line and column count from 1; 0 means unknown.</summary>
public readonly record struct SourceSpan(string File, int Line, int Column)
{
    public static SourceSpan None => new("", 0, 0);

    public bool IsKnown => Line > 0;

    public override string ToString() => IsKnown ? $"{File}:{Line}:{Column}" : File;
}
