using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>A row together with what it does to a draft of <typeparamref name="T"/>.</summary>
internal sealed class Keyword<T>(KeywordInfo info, Action<ConfigParser, T> apply)
{
    // Asked of those keywords that occur, which are few of many, and then each time.
    private ArgumentRule? _arguments;
    private bool? _isInEffect;

    public KeywordInfo Info { get; private set; } = info;

    public Action<ConfigParser, T> Apply { get; private set; } = apply;

    /// <summary>False: parsed, but without effect yet.</summary>
    public bool IsInEffect => _isInEffect ??= Info.InEffect;

    /// <summary>How many words may follow, and what a wrong number means.</summary>
    public ArgumentRule Arguments => _arguments ??= ArgumentRule.Of(Info.Path);

    /// <summary>Marks a keyword that the installed reference (2.2.7) does not have.</summary>
    public Keyword<T> Since(string version) => With(Info with { Since = version });

    public Keyword<T> Deprecated() => With(Info with { IsDeprecated = true });

    public Keyword<T> Addition() => With(Info with { IsAddition = true });

    public Keyword<T> OldDialect() => With(Info with { IsOldDialect = true, IsDeprecated = true });

    public Keyword<T> Default(string text) => With(Info with { Default = text });

    public Keyword<T> Range(string text) => With(Info with { Range = text });

    public Keyword<T> Needs(int arguments) => With(Info with { RequiredArguments = arguments });

    /// <summary>Remembers where its first argument stands, or itself, for a rule that judges it later.</summary>
    public Keyword<T> At(Action<T, SourceSpan> remember)
    {
        Action<ConfigParser, T> apply = Apply;
        Apply = (p, draft) =>
        {
            remember(draft, p.Line.SpanOf(Math.Min(1, p.Line.ArgumentCount)));
            apply(p, draft);
        };
        return this;
    }

    private Keyword<T> With(KeywordInfo info)
    {
        Info = info;
        return this;
    }
}
