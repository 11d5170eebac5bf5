using System.Collections.Immutable;
using System.Text;

namespace Keepalived.Config.Grammar;

/// <summary>What <c>help KEYWORD</c> and the manual page say, from the tables that the parser uses.</summary>
public static class KeywordHelp
{
    private const int Shown = 5;

    /// <summary>Every place where the keyword may stand; null if there is none.</summary>
    /// <param name="name">A keyword, or a path such as "vrrp_instance/advert_int".</param>
    public static string? Of(string name)
    {
        ImmutableArray<KeywordInfo> rows =
            [.. GrammarTables.All.Where(row => row.Name == name || row.Path == name)];
        return rows.IsEmpty ? null : string.Join("\n", rows.Select(Text));
    }

    /// <summary>Names that look like this one, the nearest first.</summary>
    public static IReadOnlyList<string> Near(string name)
    {
        string[] names = [.. GrammarTables.All.Select(static row => row.Name).Distinct(StringComparer.Ordinal)];
        string[] holding = [.. names.Where(other => name.Length > 2 && other.Contains(name, StringComparison.Ordinal))];
        string nearest = NearestWord.Find(name, names);
        string[] found = nearest.Length == 0 ? holding : [nearest, .. holding];
        return [.. found.Distinct(StringComparer.Ordinal).Take(Shown)];
    }

    /// <summary>The manual page keepalived-actors.conf(5), in the man macros of groff_man(7).</summary>
    public static string ManualPage()
    {
        StringBuilder page = new();
        page.Append("""
            .TH KEEPALIVED-ACTORS.CONF 5 "" "Keepalived.Actors" "File formats"
            .SH NAME
            keepalived-actors.conf \- configuration of keepalived-actors
            .SH DESCRIPTION
            The language of keepalived.conf: a keyword a line, with its arguments; blocks in braces; comments after #
            or !.
            Each keyword below stands under the block that it belongs to.
            .PP
            .B keepalived-actors \-t
            judges a file, and
            .B keepalived-actors help KEYWORD
            shows one keyword.

            """.ReplaceLineEndings("\n"));
        foreach (IGrouping<string, KeywordInfo> block in GrammarTables.All.GroupBy(static row => row.Block))
        {
            page.Append(block.Key.Length == 0 ? ".SH TOP LEVEL\n" : $".SH {Escape(block.Key)}\n");
            foreach (KeywordInfo row in block)
            {
                page.Append($".TP\n.B {Escape($"{row.Name} {row.Arguments}".Trim())}\n{Escape(row.Meaning)}\n");
                foreach (string fact in Facts(row))
                {
                    page.Append($".br\n{Escape(fact)}\n");
                }
            }
        }

        return page.ToString();
    }

    private static string Text(KeywordInfo row)
    {
        StringBuilder text = new();
        text.Append(row.Block.Length == 0 ? "at top level" : $"in {row.Block}").Append(":\n");
        text.Append($"  {$"{row.Name} {row.Arguments}".TrimEnd()}\n    {row.Meaning}\n");
        foreach (string fact in Facts(row))
        {
            text.Append($"    {fact}\n");
        }

        return text.ToString();
    }

    private static IEnumerable<string> Facts(KeywordInfo row)
    {
        if (KeywordFacts.RangeOf(row) is { Length: > 0 } range)
        {
            yield return $"Allowed: {range}";
        }

        if (KeywordFacts.DefaultOf(row) is { Length: > 0 } otherwise)
        {
            yield return $"Default: {otherwise}";
        }

        if (row.IsAddition)
        {
            yield return "An addition: keepalived does not know it.";
        }
        else if (row.Since.Length > 0)
        {
            yield return $"In keepalived since version {row.Since}.";
        }

        if (row.IsDeprecated || row.IsOldDialect)
        {
            yield return "An old spelling: it works, and counts as an error under -t.";
        }

        if (!row.InEffect)
        {
            yield return "Not in effect yet.";
        }
    }

    // A line that begins with a dot or a quote would be a request, and a plain hyphen is not a minus.
    private static string Escape(string text)
    {
        string escaped = text.Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal);
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" + escaped : escaped;
    }
}
