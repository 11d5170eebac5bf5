using System.Net;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>What every block table can tell without knowing its draft type.</summary>
internal interface IBlockGrammar
{
    string Path { get; }

    IEnumerable<KeywordInfo> Rows { get; }
}

/// <summary>The keyword table of one block. The order of rows is the order in the reference page.</summary>
internal sealed class BlockGrammar<T>(string path) : IBlockGrammar
{
    private readonly Dictionary<string, Keyword<T>> _keywords = new(StringComparer.Ordinal);
    private readonly List<Keyword<T>> _rows = [];

    public string Path { get; } = path;

    /// <summary>Gets a line whose first word is no keyword; true if it could use it.</summary>
    public Func<ConfigParser, T, bool>? Fallback { get; set; }

    public IEnumerable<KeywordInfo> Rows => _rows.Select(static row => row.Info);

    public Keyword<T>? Find(string name) => _keywords.GetValueOrDefault(name);

    public Keyword<T> Add(KeywordInfo info, Action<ConfigParser, T> apply)
    {
        Keyword<T> keyword = new(info, apply);
        _keywords.Add(info.Name, keyword);
        _rows.Add(keyword);
        return keyword;
    }

    public Keyword<T> Flag(string name, string meaning, Action<T> set) =>
        Add(Row(name, KeywordShape.Flag, "", meaning) with { Default = "off" }, (_, d) => set(d));

    public Keyword<T> Flag(string name, string meaning, Action<ConfigParser, T> set) =>
        Add(Row(name, KeywordShape.Flag, "", meaning) with { Default = "off" }, set);

    public Keyword<T> Bool(string name, string meaning, Action<T, bool> set) =>
        Add(Row(name, KeywordShape.Boolean, "[BOOL]", meaning) with { Default = "off" }, (p, d) =>
        {
            if (p.TryBool(1, out bool value))
            {
                set(d, value);
            }
        });

    /// <summary>An integer of the range; anything else is reported and the keyword ignored.</summary>
    public Keyword<T> Int(string name, long min, long max, string meaning, Action<T, long> set) =>
        Add(Row(name, KeywordShape.Integer, "N", meaning) with { Range = $"{min}..{max}", RequiredArguments = 1 },
            (p, d) =>
            {
                if (p.TryInteger(1, min, max, out long value))
                {
                    set(d, value);
                }
            });

    public Keyword<T> Seconds(string name, TimeRange range, string meaning, Action<T, TimeSpan> set) =>
        Add(Row(name, KeywordShape.Seconds, "SECS", meaning) with { Range = range.Text, RequiredArguments = 1 },
            (p, d) =>
            {
                if (p.TrySeconds(1, range, out TimeSpan value))
                {
                    set(d, value);
                }
            });

    public Keyword<T> Word(string name, string argument, string meaning, Action<T, string> set) =>
        WordAt(name, argument, meaning, (p, d) => set(d, p.Word(1)));

    /// <summary>A word whose place on the line is needed too.</summary>
    public Keyword<T> WordAt(string name, string argument, string meaning, Action<ConfigParser, T> apply) =>
        Add(Row(name, KeywordShape.Word, argument, meaning) with { RequiredArguments = 1 }, apply);

    public Keyword<T> Command(string name, string meaning, Func<T, NotifyScriptConfig?> get,
        Action<T, NotifyScriptConfig> set) =>
        Add(Row(name, KeywordShape.Command, "CMD [USER [GROUP]]", meaning) with { RequiredArguments = 1 }, (p, d) =>
        {
            NotifyScriptConfig? script = p.ReadNotifyScript();
            if (script is null)
            {
                return;
            }

            if (get(d) is not null)
            {
                p.Error($"{p.Context}{name} script already specified - ignoring {script.CommandLine}");
                return;
            }

            set(d, script);
        });

    public Keyword<T> Address(string name, string meaning, Action<ConfigParser, T, IPAddress> set) =>
        Add(Row(name, KeywordShape.Address, "IP", meaning) with { RequiredArguments = 1 }, (p, d) =>
        {
            if (p.TryAddress(1, out IPAddress address))
            {
                set(p, d, address);
            }
        });

    public Keyword<T> Custom(string name, string arguments, string meaning, Action<ConfigParser, T> apply) =>
        Add(Row(name, KeywordShape.Custom, arguments, meaning), apply);

    /// <param name="whenEmpty">Called with the keyword's place for a block without values.</param>
    public Keyword<T> Values(string name, string lineFormat, string meaning,
        Action<ConfigParser, T, ConfigLine> line, Action<ConfigParser, SourceSpan>? whenEmpty = null) =>
        Add(Row(name, KeywordShape.Values, $"{{ {lineFormat} }}", meaning), (p, d) =>
        {
            SourceSpan place = p.Line.Span;
            bool isEmpty = true;
            p.ReadValues(l =>
            {
                isEmpty = false;
                line(p, d, l);
            });
            if (isEmpty)
            {
                whenEmpty?.Invoke(p, place);
            }
        });

    public Keyword<T> Block<TInner>(
        string name,
        string arguments,
        string meaning,
        BlockGrammar<TInner> inner,
        Func<ConfigParser, T, TInner?> open,
        Action<ConfigParser, T, TInner>? close = null)
        where TInner : class => Block(name, arguments, meaning, () => inner, open, close);

    /// <summary>A block. <paramref name="open"/> returns the draft, or null to skip the block.</summary>
    /// <param name="inner">Called where the block occurs: no table is built that a file does not use.</param>
    public Keyword<T> Block<TInner>(
        string name,
        string arguments,
        string meaning,
        Func<BlockGrammar<TInner>> inner,
        Func<ConfigParser, T, TInner?> open,
        Action<ConfigParser, T, TInner>? close = null)
        where TInner : class =>
        Add(Row(name, KeywordShape.Block, arguments.Length == 0 ? "{ ... }" : arguments + " { ... }", meaning),
            (p, d) =>
        {
            TInner? draft = open(p, d);
            if (draft is null)
            {
                p.SkipBlock();
                return;
            }

            p.ReadBlock(inner(), draft);
            close?.Invoke(p, d, draft);
        });

    private KeywordInfo Row(string name, KeywordShape shape, string arguments, string meaning) => new()
    {
        Block = Path,
        Name = name,
        Shape = shape,
        Arguments = arguments,
        Meaning = meaning,
    };
}
