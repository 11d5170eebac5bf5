namespace Keepalived.Config.Text;

/// <summary>Shell patterns for file names: *, ?, [set] and {a,b}.</summary>
public static class GlobPattern
{
    private const int MaxAlternatives = 256;

    public static bool HasWildcard(string pattern) => pattern.AsSpan().IndexOfAny('*', '?', '[') >= 0;

    /// <summary>All alternatives of a pattern with braces; the pattern itself if it has none.</summary>
    public static List<string> ExpandBraces(string pattern)
    {
        List<string> result = [pattern];
        for (int i = 0; i < result.Count && result.Count <= MaxAlternatives;)
        {
            if (!Alternatives(result[i], out List<string> alternatives))
            {
                i++;
                continue;
            }

            result.RemoveAt(i);
            result.InsertRange(i, alternatives);
        }

        return result;
    }

    private static bool Alternatives(string pattern, out List<string> alternatives)
    {
        alternatives = [];
        int open = pattern.IndexOf('{');
        int depth = 0;
        int start = open + 1;
        for (int i = open; open >= 0 && i < pattern.Length; i++)
        {
            depth += pattern[i] == '{' ? 1 : pattern[i] == '}' ? -1 : 0;
            if ((pattern[i] == ',' && depth == 1) || depth == 0)
            {
                alternatives.Add(pattern[..open] + pattern[start..i]);
                start = i + 1;
            }

            if (depth == 0)
            {
                string tail = pattern[(i + 1)..];
                alternatives = alternatives.ConvertAll(a => a + tail);
                return true;
            }
        }

        return false;
    }

    /// <summary>Does one file name (no slash) match one part of a pattern? A leading dot must be written.</summary>
    public static bool Matches(ReadOnlySpan<char> name, ReadOnlySpan<char> pattern)
    {
        if (name.StartsWith(".") && !pattern.StartsWith("."))
        {
            return false;
        }

        int n = 0, p = 0, starName = -1, starPattern = -1;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                starPattern = p++;
                starName = n;
            }
            else if (p < pattern.Length && MatchesOne(name[n], pattern, p, out int next))
            {
                n++;
                p = next;
            }
            else if (starPattern >= 0)
            {
                p = starPattern + 1;
                n = ++starName;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }

    private static bool MatchesOne(char c, ReadOnlySpan<char> pattern, int p, out int next)
    {
        next = p + 1;
        if (pattern[p] == '?')
        {
            return true;
        }

        int close = pattern[p] == '[' ? pattern[(p + 1)..].IndexOf(']') : -1;
        if (close <= 0)
        {
            return pattern[p] == c;
        }

        ReadOnlySpan<char> set = pattern.Slice(p + 1, close);
        next = p + close + 2;
        bool negated = set[0] is '!' or '^';
        bool found = false;
        for (int i = negated ? 1 : 0; i < set.Length; i++)
        {
            bool range = i + 2 < set.Length && set[i + 1] == '-';
            found |= range ? c >= set[i] && c <= set[i + 2] : c == set[i];
            i += range ? 2 : 0;
        }

        return found != negated;
    }
}
