namespace Keepalived.Config.Grammar;

/// <summary>Finds what a misspelt word was probably meant to be.</summary>
internal static class NearestWord
{
    private const int LongestWord = 64;

    /// <summary>The nearest of the words, or empty if none is near.</summary>
    public static string Find(string word, IEnumerable<string> words)
    {
        if (word.Length is < 3 or > LongestWord)
        {
            return "";
        }

        string best = "";
        int least = Math.Max(1, word.Length / 3) + 1;
        foreach (string candidate in words)
        {
            int distance = Distance(word, candidate, least);
            if (distance < least)
            {
                (best, least) = (candidate, distance);
            }
        }

        return best;
    }

    // Edit distance with neighbours swapped counted as one; gives up above the limit.
    private static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) >= limit || b.Length > LongestWord)
        {
            return limit;
        }

        int width = b.Length + 1;
        Span<int> rows = stackalloc int[3 * (LongestWord + 1)];
        Span<int> before = rows[..width];
        Span<int> previous = rows.Slice(width, width);
        Span<int> current = rows.Slice(2 * width, width);
        for (int j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                int least = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                current[j] = swapped ? Math.Min(least, before[j - 2] + 1) : least;
            }

            // Not as a tuple: spans cannot stand in one.
            Span<int> oldest = before;
            before = previous;
            previous = current;
            current = oldest;
        }

        return previous[b.Length];
    }
}
