using Keepalived.Config.Diagnostics;
using Keepalived.Config.Model;

namespace Keepalived.Config.Text;

/// <summary>
/// Turns files into logical lines: includes followed, comments removed, @id lines chosen, definitions replaced,
/// ~SEQ and ~LST repeated, braces cut off. Lazy, because include_check changes how later includes are judged.
/// </summary>
internal sealed class ConfigPreprocessor
{
    /// <summary>Longest physical line, as the reference's buffer.</summary>
    public const int MaxLineLength = 1023;

    /// <summary>Bound on lines made by expansion, against definitions that grow without end.</summary>
    public const int MaxLines = 1_000_000;

    private readonly record struct Pending(
        string Text,
        SourceSpan Span,
        IReadOnlyList<string>? Names = null,
        IReadOnlyList<string>? Values = null);

    private sealed class OpenFile(string path, string directory, string content)
    {
        private int _at;

        public string Path { get; } = path;

        public string Directory { get; } = directory;

        public int Line { get; private set; }

        public bool TryRead(out string line)
        {
            line = "";
            if (_at >= content.Length)
            {
                return false;
            }

            int end = content.IndexOf('\n', _at);
            line = end < 0 ? content[_at..] : content[_at..end];
            _at = end < 0 ? content.Length : end + 1;
            Line++;
            return true;
        }
    }

    private readonly DiagnosticBag _diagnostics;
    private readonly IConfigSource _source;
    private readonly string _configId;
    private readonly DefinitionTable _definitions;
    private readonly Stack<OpenFile> _files = new();
    private readonly LinkedList<Pending> _pending = new();
    private readonly Queue<ConfigLine> _ready = new();
    private int _lines;
    private bool _continues;

    public ConfigPreprocessor(ConfigLoaderOptions options, DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        _source = options.EffectiveSource;
        _configId = options.ConfigId ?? options.EffectiveEnvironment.HostName.Split('.')[0];
        _definitions = new DefinitionTable(options, _configId);
    }

    /// <summary>Checks that include_check adds to every later include.</summary>
    public IncludeChecks Checks { get; set; }

    /// <summary>Place of the line read last.</summary>
    public SourceSpan Position { get; private set; } = SourceSpan.None;

    public void Open(string path, string content) =>
        _files.Push(new OpenFile(path, Path.GetDirectoryName(_source.FullPath(path)) ?? "/", content));

    /// <summary>The next logical line, or null at the end of everything.</summary>
    public ConfigLine? Read()
    {
        while (true)
        {
            if (_ready.TryDequeue(out ConfigLine? line))
            {
                Position = line.Span;
                return line;
            }

            if (!TryNext(out string text, out SourceSpan span))
            {
                return null;
            }

            Process(text, span);
        }
    }

    private bool TryNext(out string text, out SourceSpan span)
    {
        while (_pending.First is { } node && _lines < MaxLines)
        {
            _pending.RemoveFirst();
            _continues = false;
            _lines++;
            Pending pending = node.Value;
            for (int i = 0; i < (pending.Names?.Count ?? 0); i++)
            {
                string? value = pending.Values?[i];
                _definitions.Set(pending.Names![i], value is null ? null : new Definition([value]));
            }

            if (pending.Text.Length > 0)
            {
                (text, span) = (pending.Text, pending.Span);
                return true;
            }
        }

        return TryNextPhysical(out text, out span);
    }

    private bool TryNextPhysical(out string text, out SourceSpan span)
    {
        while (_files.TryPeek(out OpenFile? file))
        {
            if (!file.TryRead(out text))
            {
                _files.Pop();
                continue;
            }

            span = new SourceSpan(file.Path, file.Line, 1);
            Position = span;
            text = text.TrimEnd('\r');
            if (text.Contains('\0'))
            {
                _diagnostics.Error(span, "Line contains a NUL byte - ignoring");
                continue;
            }

            if (text.Length > MaxLineLength)
            {
                _diagnostics.Error(span, $"Line of {text.Length} characters is too long - ignoring",
                    $"at most {MaxLineLength}");
                continue;
            }

            // A definition goes on after a comment that ends with a backslash.
            _continues = text.EndsWith('\\');
            text = ConfigLexer.StripComment(text);
            if (text.Length > 0)
            {
                return true;
            }
        }

        (text, span) = ("", SourceSpan.None);
        return false;
    }

    private void Process(string text, SourceSpan span)
    {
        string line = text.TrimStart();
        if (line.StartsWith('@') && !KeepConditional(ref line))
        {
            return;
        }

        if (line.Length == 0 || TryDefine(line, span))
        {
            return;
        }

        if (SequenceExpander.IsSequence(line))
        {
            Expand(line, span);
            return;
        }

        int inner = SequenceExpander.AfterBrace(line);
        if (inner > 0)
        {
            // "virtual_ipaddress { ~SEQ(...) ...": what stands before the repetition comes once.
            _pending.AddFirst(new Pending(line[inner..], span));
            line = line[..inner];
        }

        Replace(line, span with { Column = text.Length - text.TrimStart().Length + 1 });
    }

    private void Replace(string text, SourceSpan span)
    {
        string directory = _files.TryPeek(out OpenFile? file) ? file.Directory : "/";
        string line = _definitions.Replace(text, directory, out IReadOnlyList<string> following).TrimStart();
        for (int i = following.Count - 1; i >= 0; i--)
        {
            _pending.AddFirst(new Pending(following[i], span));
        }

        if (line.StartsWith('#') || line.StartsWith('!'))
        {
            // A definition of '#' switches lines off: "$OFF priority 5".
            return;
        }

        if (SequenceExpander.IsSequence(line))
        {
            Expand(line, span);
        }
        else if (!TryInclude(line, span, directory))
        {
            Cut(line, span);
        }
    }

    // "@ID rest" keeps the rest for that config id only, "@^ID rest" for every other one.
    private bool KeepConditional(ref string line)
    {
        int end = line.AsSpan().IndexOfAny(' ', '\t');
        string id = end < 0 ? line[1..] : line[1..end];
        bool negated = id.StartsWith('^');
        line = end < 0 ? "" : line[end..].TrimStart();
        return string.Equals(negated ? id[1..] : id, _configId, StringComparison.Ordinal) != negated;
    }

    private bool TryDefine(string line, SourceSpan span)
    {
        int equals = line.IndexOf('=');
        if (line[0] != '$' || equals < 2 || !ConfigLexer.IsName(line.AsSpan(1, equals - 1)))
        {
            return false;
        }

        string name = line[1..equals];
        string value = line[(equals + 1)..].TrimEnd();
        if (!value.EndsWith('\\'))
        {
            _definitions.Set(name, new Definition([value.TrimStart()]));
            return true;
        }

        List<string> lines = [];
        string first = value[..^1].Trim();
        if (first.Length > 0)
        {
            lines.Add(first);
        }

        while (TryNext(out string next, out _))
        {
            bool more = next.EndsWith('\\');
            lines.Add((more ? next[..^1] : next).Trim());
            if (!more && !_continues)
            {
                break;
            }
        }

        lines.RemoveAll(static l => l.Length == 0);
        if (lines.Count == 0)
        {
            _diagnostics.Error(span, $"Definition ${name} is empty");
        }

        // One body line still ends the line it is used on.
        _definitions.Set(name, new Definition(lines.Count == 0 ? [""] : lines.Count == 1 ? [lines[0], ""] : lines));
        return true;
    }

    private void Expand(string line, SourceSpan span)
    {
        int length = SequenceExpander.HeadLength(line);
        string directory = _files.TryPeek(out OpenFile? file) ? file.Directory : "/";
        string head = _definitions.Replace(line[..length], directory, out _);
        string text = line[length..].Trim();
        Repetition? repetition = SequenceExpander.Parse(head, text);
        if (repetition is null)
        {
            _diagnostics.Error(span, $"Invalid {line[..4]} specification '{line}'",
                "~SEQ(VAR[, START[, STEP]], END) TEXT or ~LST(VAR, VALUE, ...) TEXT");
            return;
        }

        // Nested repetitions multiply; past the bound of lines nothing more is made.
        if (_pending.Count + repetition.Values.Count > MaxLines - _lines)
        {
            _diagnostics.Error(span, $"More than {MaxLines} generated lines - ignoring '{line}'");
            return;
        }

        string?[] before = [.. repetition.Names.Select(n => _definitions.Find(n)?.Lines[0])];
        _pending.AddFirst(new Pending("", span, repetition.Names, before!));
        for (int i = repetition.Values.Count - 1; i >= 0; i--)
        {
            _pending.AddFirst(new Pending(repetition.Text, span, repetition.Names, repetition.Values[i]));
        }
    }

    private void Cut(string line, SourceSpan span)
    {
        foreach ((int offset, string piece) in ConfigLexer.SplitBraces(line))
        {
            int column = span.Column + offset;
            var words = ConfigLexer.Words(piece, column, out bool unterminated);
            SourceSpan place = span with { Column = column };
            if (unterminated)
            {
                _diagnostics.Error(place, TestStatus.UnterminatedQuote, $"Unterminated quote '{piece}'");
            }

            if (!words.IsEmpty)
            {
                _ready.Enqueue(new ConfigLine(place, piece, words));
            }
        }
    }

    private bool TryInclude(string line, SourceSpan span, string directory)
    {
        int end = line.AsSpan().IndexOfAny(' ', '\t');
        string keyword = end < 0 ? line : line[..end];
        if (IncludeResolver.ChecksOf(keyword) is not IncludeChecks checks)
        {
            return false;
        }

        string pattern = end < 0 ? "" : line[end..].Trim().Trim('"');
        if (pattern.Length == 0)
        {
            _diagnostics.Fatal(span, TestStatus.MissingParameter, $"Keyword '{keyword}' needs a file name");
            return true;
        }

        IncludeResolver resolver = new(_source, _diagnostics, span, checks | Checks);
        List<(string Path, string Content)> found = resolver.Resolve(pattern, directory, _files.Count);
        for (int i = found.Count - 1; i >= 0; i--)
        {
            Open(found[i].Path, found[i].Content);
        }

        return true;
    }
}
