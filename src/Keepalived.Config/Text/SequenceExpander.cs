using System.Globalization;

namespace Keepalived.Config.Text;

/// <summary>Values for the variables of one repetition of a ~SEQ or ~LST.</summary>
internal sealed record Repetition(IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<string>> Values, string Text)
{
    /// <summary>Upper bound of repetitions of one line, so that a typing error stays cheap.</summary>
    public const int MaxCount = 65_536;
}

/// <summary>Reads ~SEQ(VAR, ...) TEXT and ~LST(VAR, ...) TEXT.</summary>
internal static class SequenceExpander
{
    private static readonly System.Buffers.SearchValues<char> LineStarts =
        System.Buffers.SearchValues.Create("~@$");

    public static bool IsSequence(string line) =>
        line.StartsWith("~SEQ", StringComparison.Ordinal) || line.StartsWith("~LST", StringComparison.Ordinal);

    /// <summary>
    /// Where something begins right after a brace that only has a meaning at the start of a line: a repetition, a
    /// condition or a definition; 0 if nothing does.
    /// </summary>
    public static int AfterBrace(string line)
    {
        for (int at = line.AsSpan(1).IndexOfAny(LineStarts) + 1; at > 0;)
        {
            ReadOnlySpan<char> before = line.AsSpan(0, at).TrimEnd();
            // The brace of "${NAME} $X=" closes a reference, not a block.
            bool sequence = IsSequence(line[at..]);
            if (before.Length > 0 && (before[^1] == '{' || (before[^1] == '}' && sequence))
                && (sequence || StartsSpecially(line[at..])))
            {
                return at;
            }

            int next = line.AsSpan(at + 1).IndexOfAny(LineStarts);
            at = next < 0 ? 0 : at + 1 + next;
        }

        return 0;
    }

    private static bool StartsSpecially(string text)
    {
        int equals = text.IndexOf('=');
        return text[0] == '@' || (text[0] == '$' && equals > 1 && ConfigLexer.IsName(text.AsSpan(1, equals - 1)));
    }

    /// <summary>Length of the head up to and with the closing parenthesis; 0 if there is none.</summary>
    public static int HeadLength(string line) => line.IndexOf(')') + 1;

    /// <summary>Reads the head (definitions replaced) and joins it with the text; null if it makes no sense.</summary>
    public static Repetition? Parse(string head, string text)
    {
        int open = head.IndexOf('(');
        if (open < 0 || !head.EndsWith(')'))
        {
            return null;
        }

        string kind = head[..open].Trim();
        string inside = head[(open + 1)..^1];
        return kind switch
        {
            "~SEQ" => Sequence(inside, text, "D"),
            "~SEQx" => Sequence(inside, text, "x"),
            "~LST" => ValueList(inside, text),
            _ => null,
        };
    }

    private static Repetition? Sequence(string inside, string text, string format)
    {
        string[] parts = inside.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length is < 2 or > 4 || !ConfigLexer.IsName(parts[0]))
        {
            return null;
        }

        long[] numbers = new long[parts.Length - 1];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!TryNumber(parts[i + 1], out numbers[i]))
            {
                return null;
            }
        }

        long end = numbers[^1];
        long start = numbers.Length > 1 ? numbers[0] : end < 0 ? -1 : 1;
        long step = numbers.Length > 2 ? numbers[1]
            : numbers.Length == 1 ? (end < 1 ? -1 : 1) : (end < start ? -1 : 1);
        bool wrongWay = step == 0 || (step > 0 ? start > end : start < end);
        if (wrongWay || ((end - start) / step) >= Repetition.MaxCount || (format == "x" && Math.Min(start, end) < 0))
        {
            return null;
        }

        List<IReadOnlyList<string>> values = [];
        for (long v = start; step > 0 ? v <= end : v >= end; v += step)
        {
            values.Add([v.ToString(format, CultureInfo.InvariantCulture)]);
        }

        return new Repetition([parts[0]], values, text);
    }

    private static Repetition? ValueList(string inside, string text)
    {
        List<string> items = SplitItems(inside);
        if (items.Count < 2)
        {
            return null;
        }

        IReadOnlyList<string> names = Item(items[0]);
        List<IReadOnlyList<string>> values = [.. items.Skip(1).Select(Item)];
        bool right = names.All(n => ConfigLexer.IsName(n)) && values.TrueForAll(v => v.Count == names.Count);
        return right ? new Repetition(names, values, text) : null;
    }

    private static string[] Item(string text) =>
        text.StartsWith('{') && text.EndsWith('}')
            ? text[1..^1].Split(',', StringSplitOptions.TrimEntries)
            : [text];

    private static List<string> SplitItems(string inside)
    {
        List<string> items = [];
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= inside.Length; i++)
        {
            if (i == inside.Length || (inside[i] == ',' && depth == 0))
            {
                items.Add(inside[start..i].Trim());
                start = i + 1;
            }
            else if (inside[i] is '{' or '}')
            {
                depth += inside[i] == '{' ? 1 : -1;
            }
        }

        return items;
    }

    // As strtol with base 0: 0x1f, 017, 15, each with a sign.
    private static bool TryNumber(string text, out long value)
    {
        value = 0;
        bool negative = text.StartsWith('-');
        string digits = text.TrimStart('-', '+');
        if (text.Length - digits.Length > 1 || digits.Length is 0 or > 10)
        {
            return false;
        }

        int radix = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? 16
            : digits.Length > 1 && digits[0] == '0' ? 8 : 10;
        foreach (char c in radix == 16 ? digits.AsSpan(2) : digits)
        {
            int digit = char.IsAsciiHexDigit(c) ? c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10 : 99;
            if (digit >= radix)
            {
                return false;
            }

            value = (value * radix) + digit;
        }

        value = negative ? -value : value;
        return digits.Length > (radix == 16 ? 2 : 0);
    }
}
