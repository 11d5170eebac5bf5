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

    private readonly Dictionary<string, Definition> _definitions = new(StringComparer.Ordinal);
    private readonly Random _random = options.Random ?? new Random();

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
        for (int n = 0; n < MaxReplacements && result.Text.Length < MaxLength; n++)
        {
            at = result.Text.IndexOf('$', at);
            if (at < 0)
            {
                break;
            }

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
            else if (definition.IsMultiLine)
            {
                result.Follow(definition, SourceOrigin.Definition(span.Right(result.ColumnOf(at)), name), at, end);
            }
            else
            {
                result.Splice(at, end, definition.Lines[0].Text);
            }
        }

        return result;
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
