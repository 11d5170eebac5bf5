using System.Collections.Immutable;

namespace Keepalived.Config.Text;

/// <summary>A word of a line. A quoted word may hold blanks and braces.</summary>
public readonly record struct ConfigWord(string Text, int Column, bool Quoted);

/// <summary>
/// One logical line: comments gone, definitions replaced, braces on lines of their own.
/// </summary>
/// <param name="Span">Place of the first word.</param>
/// <param name="Text">The whole line, for keywords that read it by shell rules.</param>
/// <param name="Words">At least one.</param>
public sealed record ConfigLine(SourceSpan Span, string Text, ImmutableArray<ConfigWord> Words)
{
    public string Keyword => Words[0].Text;

    public bool IsOpeningBrace => Words[0] is { Text: "{", Quoted: false };

    public bool IsClosingBrace => Words[0] is { Text: "}", Quoted: false };

    public int ArgumentCount => Words.Length - 1;

    /// <summary>Place of word <paramref name="index"/>, or of the line's first.</summary>
    public SourceSpan SpanOf(int index) =>
        index < Words.Length ? Span with { Column = Words[index].Column } : Span;
}
