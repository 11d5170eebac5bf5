using Keepalived.Config.Diagnostics;
using Keepalived.Config.Host;
using Keepalived.Config.Memory;
using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>Walks the logical lines and hands each keyword to the table of the block it stands in.</summary>
internal sealed partial class ConfigParser
{
    private readonly ConfigPreprocessor _source;
    private readonly ConfigMemory? _memory;
    private readonly HashSet<string> _notInEffect = new(StringComparer.Ordinal);
    private readonly HashSet<(object Draft, object Keyword)> _seen = [];
    private ConfigLine? _ahead;
    // The last one is the outermost: a stack is read from its top.
    private readonly Stack<(string Keyword, SourceSpan Span)> _open = new();

    public ConfigParser(
        ConfigPreprocessor source, ConfigDraft draft, DiagnosticBag diagnostics, ConfigLoaderOptions options)
    {
        _source = source;
        Draft = draft;
        Diagnostics = diagnostics;
        Host = options.EffectiveEnvironment;
        _memory = options.Memory;
        IsTest = options.IsTest;
    }

    public DiagnosticBag Diagnostics { get; }

    public IConfigEnvironment Host { get; }

    /// <summary>Where names of routes and rules are looked up from here on.</summary>
    public RouteNameFolders RouteNameFolders { get; set; } = new();

    public bool IsTest { get; }

    public ConfigPreprocessor Source => _source;

    /// <summary>The line in hand.</summary>
    public ConfigLine Line { get; private set; } = new(SourceSpan.None, "", [new ConfigWord("", 0, false)]);

    /// <summary>The whole configuration so far.</summary>
    public ConfigDraft Draft { get; }

    /// <summary>"(VI_1) " while inside a named block, for messages.</summary>
    public string Context { get; private set; } = "";

    /// <summary>Name and place of the top-level block entered last.</summary>
    public string BlockName { get; private set; } = "";

    public SourceSpan BlockSpan { get; private set; } = SourceSpan.None;

    public void EnterBlock(string name)
    {
        BlockName = name;
        BlockSpan = Line.Span;
        Context = $"({name}) ";
    }

    public void LeaveBlock() => Context = "";

    /// <summary>Reads everything against the top-level table.</summary>
    public void ReadAll<T>(BlockGrammar<T> top, T draft)
    {
        TakeKnown();
        while (Next())
        {
            if (Line.IsClosingBrace)
            {
                Diagnostics.Error(Line.Span, TestStatus.Brace, "Extra '}' found",
                    "no block is open here: one '}' too many, or a '{' is missing above");
            }
            else
            {
                Dispatch(top, draft);
            }

            TakeKnown();
        }

        if (_open.Count > 0)
        {
            (string keyword, SourceSpan span) = _open.Last();
            Diagnostics.Error(_source.Position, TestStatus.Brace,
                $"There are {_open.Count} missing '}}'s or extra '{{'s", $"{keyword} of {span} is not closed");
        }
    }

    /// <summary>Reads a block of keywords; the line in hand is the one that names it.</summary>
    public void ReadBlock<T>(BlockGrammar<T> grammar, T draft)
    {
        if (!OpenBlock())
        {
            Error(TestStatus.Brace, "Missing '{' at beginning of configuration block", AfterKeyword());
        }

        Enter();
        while (Next())
        {
            if (Line.IsClosingBrace)
            {
                _open.Pop();
                return;
            }

            Dispatch(grammar, draft);
        }
    }

    /// <summary>Reads a block of data lines; the line in hand is the one that names it.</summary>
    public void ReadValues(Action<ConfigLine> each, bool namedBlock = false)
    {
        int extra = namedBlock ? 2 : 1;
        if (Line.ArgumentCount >= extra)
        {
            Error($"Block {Line.Keyword} has extra parameters {string.Join(' ', Words(extra))} ...",
                $"{Line.Keyword} {{ ... }}");
        }

        bool opened = OpenBlock();
        if (!opened && Line.ArgumentCount >= extra)
        {
            // Values on the line itself and no braces: taking what follows for the block would swallow the file.
            each(Line with { Words = Line.Words[extra..] });
            return;
        }

        if (!opened)
        {
            Error(TestStatus.Brace, "Missing '{' at beginning of configuration block", AfterKeyword());
        }

        Enter();
        while (Next())
        {
            if (Line.IsClosingBrace)
            {
                _open.Pop();
                return;
            }

            if (Line.IsOpeningBrace)
            {
                Error(TestStatus.Brace, "Unexpected '{' - ignoring", "lines of data: a '}' may be missing before it");
                continue;
            }

            each(Line);
        }
    }

    /// <summary>Skips a block with everything in it, if one follows.</summary>
    public void SkipBlock()
    {
        if (!OpenBlock())
        {
            return;
        }

        int depth = 1;
        Enter();
        while (depth > 0 && Next())
        {
            depth += Line.IsOpeningBrace ? 1 : Line.IsClosingBrace ? -1 : 0;
        }

        if (depth == 0)
        {
            _open.Pop();
        }
    }

    private void Enter() => _open.Push((Line.Keyword, Line.Span));

    private string AfterKeyword() => $"'{{' after {Line.Keyword}, on the same line or the next";

    /// <summary>Takes the opening brace if it is next.</summary>
    public bool OpenBlock()
    {
        _ahead ??= _source.Read();
        if (_ahead is not { IsOpeningBrace: true })
        {
            return false;
        }

        _ahead = null;
        return true;
    }

    private bool Next()
    {
        ConfigLine? line = _ahead ?? _source.Read();
        _ahead = null;
        if (line is null)
        {
            return false;
        }

        Line = line;
        return true;
    }

    private void Dispatch<T>(BlockGrammar<T> grammar, T draft)
    {
        if (Line.IsOpeningBrace)
        {
            Error(TestStatus.Brace, "Unexpected '{' - ignoring");
            return;
        }

        Keyword<T>? keyword = grammar.Find(Line.Keyword);
        if (keyword is null)
        {
            if (grammar.Fallback?.Invoke(this, draft) != true)
            {
                Unknown(grammar);
            }

            return;
        }

        if (HasItsArguments(keyword) && MayComeAgain(keyword, draft))
        {
            Announce(keyword.Info, keyword.IsInEffect);
            AdviseOneKeywordPerLine(grammar, keyword.Info);
            keyword.Apply(this, draft);
        }
    }

    /// <summary>"interface eth0 priority 5": what follows the argument is not read, as in the reference.</summary>
    private void AdviseOneKeywordPerLine<T>(BlockGrammar<T> grammar, KeywordInfo info)
    {
        int read = info.Shape switch
        {
            KeywordShape.Flag => 0,
            KeywordShape.Boolean or KeywordShape.Integer or KeywordShape.Seconds or KeywordShape.Address => 1,
            _ => info.Arguments is "IF" or "NAME" or "N" ? 1 : int.MaxValue,
        };
        if (read < Line.ArgumentCount && grammar.Find(Word(read + 1)) is not null)
        {
            Diagnostics.Add(new ConfigDiagnostic(Line.SpanOf(read + 1), DiagnosticSeverity.Advice, TestStatus.Ok,
                $"'{string.Join(' ', Words(read + 1))}' is not read: it stands behind {info.Name} on the same line",
                "one keyword a line"));
        }
    }

    private bool HasItsArguments<T>(Keyword<T> keyword)
    {
        KeywordInfo info = keyword.Info;
        if (Line.ArgumentCount >= info.RequiredArguments && Line.ArgumentCount <= keyword.Arguments.Most)
        {
            return true;
        }

        string form = $"{info.Name} {info.Arguments}";
        if (Line.ArgumentCount < info.RequiredArguments && keyword.Arguments.MissingIsIgnored)
        {
            Error($"{Context}{info.Name} lacks its argument - ignoring", form);
            return false;
        }

        if (info.Shape == KeywordShape.Command && Line.Text.AsSpan().Count('"') % 2 != 0)
        {
            // The quote that is never closed has been told, and the command with it is lost.
            return false;
        }

        if (Line.ArgumentCount < info.RequiredArguments)
        {
            int position = Line.Words.Length + 1;
            Diagnostics.Fatal(Line.Span, TestStatus.MissingParameter,
                $"*** Configuration line starting `{info.Name}` is missing a parameter after keyword " +
                $"`{Line.Words[^1].Text}` at word position {position}", form);
            return false;
        }

        ErrorAt(keyword.Arguments.Most + 1, $"{Context}{info.Name} has too many arguments - ignoring", form);
        return false;
    }

    private bool MayComeAgain<T>(Keyword<T> keyword, T draft)
    {
        if (!keyword.Arguments.Once || _seen.Add((draft!, keyword)))
        {
            return true;
        }

        Error($"{Context}{keyword.Info.Name} is already set - ignoring {string.Join(' ', Words(1))}",
            "the first one counts");
        return false;
    }

    private void Announce(KeywordInfo info, bool inEffect)
    {
        if (info.IsOldDialect)
        {
            Diagnostics.Deprecated(Line.Span, $"Keyword '{info.Name}' is of the old dialect: {info.Meaning}");
        }

        if (!inEffect && _notInEffect.Add(info.Path))
        {
            Diagnostics.Add(new ConfigDiagnostic(Line.Span, DiagnosticSeverity.Notice, TestStatus.Ok,
                $"Keyword '{info.Name}' is not in effect yet"));
        }
    }

    private void Unknown(IBlockGrammar grammar)
    {
        string word = Line.Keyword;
        if (Diagnostics.IsFull)
        {
            // Looking for what was meant costs more than the line.
            Error(TestStatus.UnknownKeyword, $"Unknown keyword '{word}'");
            SkipBlock();
            return;
        }

        string near = NearestWord.Find(word, grammar.Rows.Select(static row => row.Name));
        string hint = near.Length > 0 ? $"did you mean '{near}'?" : "";
        if (grammar.Path.Length > 0 && GrammarTables.IsTopLevelBlock(word))
        {
            hint = $"'{word}' belongs at top level: a '}}' may be missing before this line";
        }

        Error(TestStatus.UnknownKeyword, $"Unknown keyword '{word}'", hint);
        SkipBlock();
    }
}
