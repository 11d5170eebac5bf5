using System.Globalization;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// Finds what a HOCON parser passes over or cannot place: unmatched braces and brackets, open strings, lines that say
/// nothing.
/// </summary>
internal static class HoconStructure
{
    /// <summary>"line: what" of the first mistake; null if there is none.</summary>
    public static string? Complaint(string text)
    {
        Stack<(char Bracket, int Line)> open = [];
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (ReadLine(lines[i], i + 1, open) is { } complaint)
            {
                return At(i + 1, complaint);
            }
        }

        return open.TryPeek(out (char Bracket, int Line) last)
            ? At(last.Line, $"'{last.Bracket}' is never closed")
            : null;
    }

    private static string? ReadLine(string line, int number, Stack<(char Bracket, int Line)> open)
    {
        bool inList = open.Any(bracket => bracket.Bracket == '[');
        bool says = false;
        string rest = line.Trim();
        for (int i = 0; i < rest.Length; i++)
        {
            char c = rest[i];
            if (c == '#' || rest.AsSpan(i).StartsWith("//"))
            {
                rest = rest[..i].TrimEnd();
                break;
            }

            switch (c)
            {
                case '"':
                    int end = ClosingQuote(rest, i);
                    if (end < 0)
                    {
                        return "a string is not closed on its line";
                    }

                    i = end;
                    break;
                case '{' or '[':
                    open.Push((c, number));
                    says = true;
                    break;
                case '}' or ']':
                    if (!open.TryPop(out (char Bracket, int Line) top) || (top.Bracket == '{') != (c == '}'))
                    {
                        return $"'{c}' closes nothing";
                    }

                    says = true;
                    break;
                case '=' or ':':
                    says = true;
                    break;
            }
        }

        return says || inList || rest.Length == 0 || rest.StartsWith("include ", StringComparison.Ordinal)
            ? null
            : $"'{rest}' is no setting: expected key = value or key {{";
    }

    private static int ClosingQuote(string line, int start)
    {
        for (int i = start + 1; i < line.Length; i++)
        {
            if (line[i] == '\\')
            {
                i++;
            }
            else if (line[i] == '"')
            {
                return i;
            }
        }

        return -1;
    }

    private static string At(int line, string what) => string.Create(CultureInfo.InvariantCulture, $"{line}: {what}");
}
