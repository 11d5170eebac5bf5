using Keepalived.Config.Diagnostics;

namespace Keepalived.Config.Text;

/// <summary>Definitions of one or several lines, and repetitions.</summary>
internal sealed partial class ConfigPreprocessor
{
    private bool TryDefine(string line, SourceSpan span)
    {
        int equals = line[0] == '$' ? line.IndexOf('=') : -1;
        if (equals < 2 || !ConfigLexer.IsName(line.AsSpan(1, equals - 1)))
        {
            return false;
        }

        string name = line[1..equals];
        string value = line[(equals + 1)..].TrimEnd();
        if (!value.EndsWith('\\'))
        {
            _definitions.Set(name, new Definition(value.TrimStart()));
            return true;
        }

        List<DefinitionLine> lines = [];
        AddLine(lines, line[..^1], equals + 1, span);
        while (TryNext(out string next, out SourceSpan place))
        {
            bool more = next.EndsWith('\\');
            AddLine(lines, more ? next[..^1] : next, 0, place);
            if (!more && !_continues)
            {
                break;
            }
        }

        if (lines.Count == 0)
        {
            _diagnostics.Error(span, $"Definition ${name} is empty", $"${name}=\\ and lines that end with \\");
            lines.Add(new DefinitionLine("", span));
        }
        else if (lines.Count == 1)
        {
            // One body line still ends the line it is used on.
            lines.Add(new DefinitionLine("", span));
        }

        _definitions.Set(name, new Definition(lines));
        return true;
    }

    // The place is that of the first character that is not blank.
    private static void AddLine(List<DefinitionLine> lines, string line, int from, SourceSpan span)
    {
        string tail = line[from..];
        string text = tail.Trim();
        if (text.Length > 0)
        {
            lines.Add(new DefinitionLine(text, span.Right(from + tail.Length - tail.TrimStart().Length)));
        }
    }

    private void Expand(string line, SourceSpan span)
    {
        int length = SequenceExpander.HeadLength(line);
        string head = _definitions.Replace(line[..length], CurrentDirectory, span).Text;
        string text = line[length..].TrimStart();
        SourceSpan place = span.Right(line.Length - text.Length);
        Repetition? repetition = SequenceExpander.Parse(head, text.TrimEnd());
        if (repetition is null)
        {
            _diagnostics.Error(span, $"Invalid {line[..4]} specification '{line}'",
                "~SEQ(VAR[, START[, STEP]], END) TEXT or ~LST(VAR, VALUE, ...) TEXT");
            return;
        }

        // Nested repetitions multiply; past the bound of lines nothing more is made.
        if (_pending.Count + repetition.Values.Count > MaxLines - _lines)
        {
            EndOfLines(span);
            return;
        }

        string?[] before = [.. repetition.Names.Select(n => _definitions.Find(n)?.Lines[0].Text)];
        _pending.AddFirst(new Pending("", span, repetition.Names, before!));
        for (int i = repetition.Values.Count - 1; i >= 0; i--)
        {
            SourceOrigin origin = SourceOrigin.Repeated(span, repetition.Names, repetition.Values[i]);
            SourceSpan made = place with { Context = place.Context?.From(origin) };
            _pending.AddFirst(new Pending(repetition.Text, made, repetition.Names, repetition.Values[i]));
        }
    }
}
