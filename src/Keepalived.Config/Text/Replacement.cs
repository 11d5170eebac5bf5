namespace Keepalived.Config.Text;

/// <summary>
/// A line while its definitions are replaced. Remembers where each character came from, so that messages point into
/// the line as it was written.
/// </summary>
internal sealed class Replacement(string text)
{
    private static readonly List<DefinitionLine> s_none = [];

    private List<DefinitionLine>? _following;
    private int[]? _columns;

    public string Text { get; private set; } = text;

    /// <summary>Lines that come right after this one.</summary>
    public IReadOnlyList<DefinitionLine> Following => _following ?? s_none;

    public bool IsChanged => _columns is not null;

    /// <summary>What could not be replaced, where in the written line, and what to do; null: nothing.</summary>
    public (int Column, string Text, string Hint)? Refused { get; private set; }

    /// <summary>Offset in the written line of the character at <paramref name="offset"/>.</summary>
    public int ColumnOf(int offset) => _columns is null ? offset
        : offset < _columns.Length ? _columns[offset]
        : _columns.Length == 0 ? 0 : _columns[^1];

    /// <summary>Puts a value in place of the characters from <paramref name="start"/> to before the end.</summary>
    public void Splice(int start, int end, string value)
    {
        int[] before = _columns ?? [.. Enumerable.Range(0, Text.Length)];
        int column = before[start];
        int[] columns = new int[before.Length - (end - start) + value.Length];
        before.AsSpan(0, start).CopyTo(columns);
        columns.AsSpan(start, value.Length).Fill(column);
        before.AsSpan(end).CopyTo(columns.AsSpan(start + value.Length));
        _columns = columns;
        Text = string.Concat(Text.AsSpan(0, start), value, Text.AsSpan(end));
    }

    public void Refuse(int column, string text, string hint) => Refused ??= (column, text, hint);

    /// <summary>Drops the line and everything that should follow it.</summary>
    public void Clear() => (Text, _columns, _following) = ("", [], null);

    /// <summary>Puts the first line of a definition in place of the reference; its other lines come next.</summary>
    public void Follow(Definition definition, SourceOrigin origin, int start, int end)
    {
        List<DefinitionLine> lines = [];
        foreach (DefinitionLine line in definition.Lines.Skip(1))
        {
            lines.Add(line with { Span = From(line.Span, origin) });
        }

        string rest = Text[end..].Trim();
        if (rest.Length > 0)
        {
            lines.Add(new DefinitionLine(rest, origin.At.Right(end - start)));
        }

        _following = [.. lines, .. Following];
        Splice(start, Text.Length, definition.Lines[0].Text);
    }

    private static SourceSpan From(SourceSpan span, SourceOrigin origin) =>
        span with { Context = span.Context?.From(origin) };
}
