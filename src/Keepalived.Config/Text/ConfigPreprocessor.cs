using System.Collections.Immutable;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Model;

namespace Keepalived.Config.Text;

/// <summary>
/// Turns files into logical lines: includes followed, comments removed, @id lines chosen, definitions replaced,
/// ~SEQ and ~LST repeated, braces cut off. Lazy, because include_check changes how later includes are judged.
/// </summary>
internal sealed partial class ConfigPreprocessor
{
    /// <summary>Longest physical line, as the reference's buffer.</summary>
    public const int MaxLineLength = 1023;

    /// <summary>Bound on lines made by expansion, against definitions that grow without end.</summary>
    public const int MaxLines = 1_000_000;

    /// <summary>Bound on files, against includes that include each other more than once.</summary>
    public const int MaxFiles = 65_536;

    private readonly record struct Pending(
        string Text,
        SourceSpan Span,
        IReadOnlyList<string>? Names = null,
        IReadOnlyList<string>? Values = null);

    private readonly DiagnosticBag _diagnostics;
    private readonly IConfigSource _source;
    private readonly ReadText? _readText;
    private readonly string _configId;
    private readonly DefinitionTable _definitions;
    private readonly Stack<OpenConfigFile> _files = new();
    private readonly LinkedList<Pending> _pending = new();
    private readonly Queue<ConfigLine> _ready = new();
    private readonly ConfigLexer _lexer = new();

    /// <summary>What the line read last was cut into before; null: it was not.</summary>
    private CutLine? _known;
    private int _lines;
    private int _included;
    private bool _continues;

    public ConfigPreprocessor(ConfigLoaderOptions options, DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        _source = options.EffectiveSource;
        _readText = options.ReadText;
        _configId = options.ConfigId ?? options.EffectiveEnvironment.HostName.Split('.')[0];
        _definitions = new DefinitionTable(options, _configId);
    }

    /// <summary>Checks that include_check adds to every later include.</summary>
    public IncludeChecks Checks { get; set; }

    /// <summary>Place of the line read last.</summary>
    public SourceSpan Position { get; private set; } = SourceSpan.None;

    private string CurrentDirectory => _files.TryPeek(out OpenConfigFile? file) ? file.Directory : "/";

    /// <summary>Reads this text next; <paramref name="origin"/> is the include line that named it.</summary>
    public void Open(string path, string content, SourceOrigin? origin = null) => _files.Push(
        new OpenConfigFile(path, Path.GetDirectoryName(_source.FullPath(path)) ?? "/", content, origin));

    /// <summary>The next logical line, or null at the end of everything.</summary>
    public ConfigLine? Read()
    {
        while (true)
        {
            if (_ready.TryDequeue(out ConfigLine? line))
            {
                Position = line.Span;
                _readText?.Add(line.Text);
                return line;
            }

            if (_definitions.IsExhausted && _files.Count > 0)
            {
                EndOfLines(Position);
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
        while (_pending.First is { } node)
        {
            if (_lines >= MaxLines || _definitions.IsExhausted)
            {
                EndOfLines(node.Value.Span);
                break;
            }

            _pending.RemoveFirst();
            _continues = false;
            _known = null;
            _lines++;
            Pending pending = node.Value;
            for (int i = 0; i < (pending.Names?.Count ?? 0); i++)
            {
                string? value = pending.Values?[i];
                _definitions.Set(pending.Names![i], value is null ? null : new Definition(value));
            }

            if (pending.Text.Length > 0)
            {
                (text, span) = (pending.Text, pending.Span);
                return true;
            }
        }

        return TryNextPhysical(out text, out span);
    }

    private void EndOfLines(SourceSpan span) => EndHere(span, $"{MaxLines} generated lines",
        "does a definition use itself, or a repetition repeat another one?");

    // What a definition, a repetition or an include made is without end, or as good as that. Half a configuration is
    // none: the daemon does not run with it.
    private void EndHere(SourceSpan span, string what, string hint)
    {
        _diagnostics.Fatal(span, TestStatus.General, $"More than {what} - ignoring the rest", hint);
        _pending.Clear();
        _files.Clear();
    }

    private bool TryNextPhysical(out string text, out SourceSpan span)
    {
        while (_files.TryPeek(out OpenConfigFile? file))
        {
            if (!file.TryRead(out ReadOnlySpan<char> line, out span))
            {
                _files.Pop();
                continue;
            }

            Position = span;
            if (line.Contains('\0'))
            {
                _diagnostics.Error(span, "Line contains a NUL byte - ignoring");
                continue;
            }

            if (line.Length > MaxLineLength)
            {
                _diagnostics.Error(span, $"Line of {line.Length} characters is too long - ignoring",
                    $"at most {MaxLineLength}");
                continue;
            }

            // A definition goes on after a comment that ends with a backslash.
            _continues = line.EndsWith('\\');
            line = line.IndexOfAny('#', '!') < 0 ? line.TrimEnd() : ConfigLexer.StripComment(line.ToString());
            if (!line.IsEmpty)
            {
                ReadOnlySpan<char> words = line.TrimStart();
                span = span.Right(line.Length - words.Length);
                _known = _lexer.Known(words, span.Column);
                text = _known?.Text ?? words.ToString();
                return true;
            }
        }

        (text, span) = ("", SourceSpan.None);
        return false;
    }

    /// <param name="span">Where <paramref name="text"/> begins.</param>
    private void Process(string text, SourceSpan span)
    {
        if (_known is not null)
        {
            _specialBefore = _special;
            Take(_known, span);
            return;
        }

        string line = text.TrimStart();
        CountIfSpecial(line);
        if (line.StartsWith('@') && !KeepConditional(ref line))
        {
            // It is another host's line, and that host will trip over it.
            _ = _lexer.Words(line, 1, null, out bool isOpen);
            ReportQuote(isOpen, text.TrimStart(), span.Right(text.Length - text.TrimStart().Length));
            return;
        }

        // What was cut off stood at the beginning.
        span = span.Right(text.Length - line.Length);
        if (line.Length == 0 || TryDefine(line, span))
        {
            return;
        }

        if (ConfigLexer.IsPlain(line))
        {
            Take(_lexer.Cut(line, span.Column), span);
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
            _pending.AddFirst(new Pending(line[inner..], span.Right(inner)));
            line = line[..inner];
        }

        Replace(line, span);
    }

    private void Take(CutLine line, SourceSpan span)
    {
        foreach (CutPiece piece in line.Pieces)
        {
            _ready.Enqueue(new ConfigLine(span.Right(piece.Offset), piece.Text, piece.Words));
        }
    }

    private void Replace(string text, SourceSpan span)
    {
        string directory = CurrentDirectory;
        Replacement replaced = _definitions.Replace(text, directory, span);
        if (replaced.Refused is (int column, string problem, string hint))
        {
            _diagnostics.Error(span.Right(column), problem, hint);
        }

        for (int i = replaced.Following.Count - 1; i >= 0; i--)
        {
            _pending.AddFirst(new Pending(replaced.Following[i].Text, replaced.Following[i].Span));
        }

        string line = replaced.Text.TrimStart();
        if (line.StartsWith('#') || line.StartsWith('!'))
        {
            // A definition of '#' switches lines off: "$OFF priority 5".
            return;
        }

        if (replaced.IsChanged)
        {
            span = span with { Context = span.Context?.As(line) };
        }

        if (SequenceExpander.IsSequence(line))
        {
            Expand(line, span);
        }
        else if (!TryInclude(line, span, directory))
        {
            Cut(line, span, replaced, replaced.Text.Length - line.Length);
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

    private void Cut(string line, SourceSpan span, Replacement replaced, int skipped)
    {
        if (line.AsSpan().IndexOfAny('{', '}') < 0)
        {
            CutWords(line, span, replaced, skipped);
            return;
        }

        foreach ((int offset, string piece) in ConfigLexer.SplitBraces(line))
        {
            CutWords(piece, span, replaced, skipped + offset);
        }
    }

    /// <param name="span">Where the whole line begins.</param>
    /// <param name="offset">Where the piece begins in the line with its definitions replaced.</param>
    private void CutWords(string piece, SourceSpan span, Replacement replaced, int offset)
    {
        SourceSpan place = span.Right(replaced.ColumnOf(offset));
        ImmutableArray<ConfigWord> words = replaced.IsChanged
            ? ReplacedWords(piece, span, replaced, offset, out bool unterminated)
            : _lexer.Words(piece, place.Column, null, out unterminated);
        ReportQuote(unterminated, piece, place);
        if (!words.IsEmpty)
        {
            _ready.Enqueue(new ConfigLine(place, piece, words));
        }
    }

    private ImmutableArray<ConfigWord> ReplacedWords(
        string piece, SourceSpan span, Replacement replaced, int offset, out bool unterminated) =>
        _lexer.Words(piece, span.Column, at => replaced.ColumnOf(offset + at), out unterminated);

    private void ReportQuote(bool isOpen, string text, SourceSpan place)
    {
        if (isOpen)
        {
            _diagnostics.Error(place, TestStatus.UnterminatedQuote, $"Unterminated quote '{text}'",
                "a '\"' at both ends, on one line");
        }
    }

    private bool TryInclude(string line, SourceSpan span, string directory)
    {
        if (!line.StartsWith("include", StringComparison.Ordinal))
        {
            return false;
        }

        int end = line.AsSpan().IndexOfAny(' ', '\t');
        string keyword = end < 0 ? line : line[..end];
        if (IncludeResolver.ChecksOf(keyword) is not IncludeChecks checks)
        {
            return false;
        }

        string pattern = end < 0 ? "" : line[end..].Trim().Trim('"');
        if (pattern.Length == 0)
        {
            _diagnostics.Fatal(span, TestStatus.MissingParameter, $"Keyword '{keyword}' needs a file name",
                $"{keyword} FILE");
            return true;
        }

        if (_included >= MaxFiles)
        {
            EndHere(span, $"{MaxFiles} included files", "does a file include itself?");
            return true;
        }

        IncludeResolver resolver = new(_source, _diagnostics, span, checks | Checks);
        List<(string Path, string Content)> found = resolver.Resolve(pattern, directory, _files.Count);
        _included += found.Count;
        for (int i = found.Count - 1; i >= 0; i--)
        {
            Open(found[i].Path, found[i].Content, SourceOrigin.Included(span));
        }

        return true;
    }
}
