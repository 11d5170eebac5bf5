using System.Text;

namespace Keepalived.Config.Text;

/// <summary>A line of a definition, and where it was written.</summary>
internal readonly record struct DefinitionLine(string Text, SourceSpan Span);

/// <summary>A definition: one line, or several that replace the line they are used on.</summary>
internal sealed record Definition(IReadOnlyList<DefinitionLine> Lines)
{
    public Definition(string text)
        : this([new DefinitionLine(text, SourceSpan.None)])
    {
    }

    public bool IsMultiLine => Lines.Count > 1;
}

/// <summary>The definitions in force, and their replacement in a line.</summary>
internal sealed class DefinitionTable(ConfigLoaderOptions options, string instance)
{
    private const int MaxReplacements = 1000;
    private const int MaxLength = 65_536;

    /// <summary>Bound on the characters of all replaced lines, counted anew after each replacement.</summary>
    private const long MaxWork = 1L << 28;

    private readonly Dictionary<string, Definition> _definitions = new(StringComparer.Ordinal);
    private readonly Random _random = options.Random ?? new Random();
    private long _work;

    /// <summary>True once replacing has cost more than any sensible file needs.</summary>
    public bool IsExhausted => _work > MaxWork;

    public Definition? Find(string name) => _definitions.GetValueOrDefault(name);

    public void Set(string name, Definition? definition)
    {
        if (definition is null)
        {
            _definitions.Remove(name);
        }
        else
        {
            _definitions[name] = definition;
        }
    }

    /// <summary>
    /// Replaces one-line definitions until none is left. A several-line one ends the line: its further lines are in
    /// the result too.
    /// </summary>
    /// <param name="at">Place of the line, which the further lines name as the one that made them.</param>
    public Replacement Replace(string line, string directory, SourceSpan at)
    {
        int start = line.IndexOf('$');
        return start < 0 ? new Replacement(line) : ReplaceFrom(new Replacement(line), start, directory, at);
    }

    private Replacement ReplaceFrom(Replacement result, int at, string directory, SourceSpan span)
    {
        string last = "";
        for (int n = 0; n < MaxReplacements && result.Text.Length < MaxLength && !IsExhausted; n++)
        {
            at = result.Text.IndexOf('$', at);
            if (at < 0)
            {
                return result;
            }

            last = "";
            _work += result.Text.Length;

            if (!TryReference(result.Text, at, out string name, out int end))
            {
                at++;
            }
            else if (Predefined(name, directory) is string value)
            {
                // The value of a predefined name is not looked into: a '#' from ${_HASH} stays plain.
                result.Splice(at, end, value);
                at += value.Length;
            }
            else if (!_definitions.TryGetValue(name, out Definition? definition))
            {
                at++;
            }
            else if (Contains(span, definition))
            {
                result.Refuse(result.ColumnOf(at), $"Definition ${name} uses itself - ignoring it there",
                    "take it out of its own lines");
                result.Splice(at, end, "");
            }
            else if (definition.IsMultiLine)
            {
                SourceSpan use = span.Right(result.ColumnOf(at));
                result.Follow(definition, SourceOrigin.Definition(use, name, definition), at, end);
            }
            else
            {
                result.Splice(at, end, definition.Lines[0].Text);
                last = name;
            }
        }

        result.Refuse(0, $"Definition ${last} grows without end - ignoring the line", "does it use itself?");
        result.Clear();
        return result;
    }

    // A line of a definition that uses the same again would go on until memory ends.
    private static bool Contains(SourceSpan span, Definition definition)
    {
        for (SourceOrigin? o = span.Context?.Origin; o is not null && definition.IsMultiLine; o = o.At.Context?.Origin)
        {
            if (ReferenceEquals(o.Used, definition))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryReference(string line, int at, out string name, out int end)
    {
        name = "";
        end = at + 1;
        if (end < line.Length && line[end] == '{')
        {
            int close = line.IndexOf('}', end);
            if (close < 0)
            {
                return false;
            }

            name = line[(end + 1)..close].Trim();
            end = close + 1;
            return name.Length > 0;
        }

        while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] == '_'))
        {
            end++;
        }

        name = line[(at + 1)..end];
        bool ends = end == line.Length || char.IsWhiteSpace(line[end]) || line[end] is ',' or ')' or '{' or '}' or '"';
        return ends && ConfigLexer.IsName(name);
    }

    private string? Predefined(string name, string directory)
    {
        string[] words = name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words[0] switch
        {
            "_PWD" => directory,
            "_INSTANCE" => instance,
            "_HASH" => "#",
            "_BANG" => "!",
            "_ENV" when words.Length == 2 => options.EffectiveEnvironment.GetVariable(words[1]) ?? "",
            "_RANDOM" => RandomNumber(words),
            _ => null,
        };
    }

    private string RandomNumber(string[] words)
    {
        int from = 0;
        int to = 32767;
        if ((words.Length > 1 && !int.TryParse(words[1], out from))
            || (words.Length > 2 && !int.TryParse(words[2], out to)) || from > to)
        {
            (from, to) = (0, 32767);
        }

        return _random.NextInt64(from, (long)to + 1).ToString();
    }
}
