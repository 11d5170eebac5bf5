using Keepalived.Config.Grammar;

namespace Keepalived.Config.Tests.Fuzz;

/// <summary>
/// Takes whole files and changes a few things in them: words for other words, numbers for odd ones, lines away, twice
/// or elsewhere, characters anywhere. The same seed and number make the same text.
/// </summary>
internal sealed class ConfigMutator(IReadOnlyList<string> files, int seed, int mostChanges = 3)
{
    private const int LongestFile = 20_000;
    private const string Alphabet = "{}\"'\\$~@#!=,()-/.:0123456789abcxyz_ \t";

    private static readonly string[] Odd =
    [
        "0", "1", "-1", "255", "256", "300", "65535", "65536", "4294967295", "4294967296", "99999999999999999999",
        "1.5", "0.000001", "1.23456789", "5x", "0x10", "x", "", "\"", "\"a b\"", "10.0.0.1", "10.0.0.256",
        "10.0.0.0/33",
        "2001:db8::1", "::/129", "fe80::1%eth0", "eth9", "true", "off", "maybe", "reverse", "weight", "{", "}", "all",
        "default", "none", "$X", "${X}", "${_PWD}", "~SEQ(i, 2)", "@oracle-host", "@^oracle-host", "include", "NAME",
    ];

    private static readonly string[] Keywords = [.. GrammarTables.All.Select(static row => row.Name).Distinct()];

    private readonly string[] _files = [.. files.Where(static file => file.Length < LongestFile)];

    /// <summary>The text of that number.</summary>
    public string Make(int number)
    {
        Random random = new(unchecked((seed * 1_000_003) + number));
        List<string> lines = [.. Pick(random, _files).Split('\n')];
        int changes = 1 + random.Next(mostChanges);
        for (int i = 0; i < changes; i++)
        {
            Change(random, lines);
        }

        return string.Join('\n', lines);
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> list) => list[random.Next(list.Count)];

    private static void Change(Random random, List<string> lines)
    {
        int at = random.Next(lines.Count);
        for (int i = 0; i < 5 && lines[at].AsSpan().Trim().Length < 2; i++)
        {
            at = random.Next(lines.Count);
        }

        switch (random.Next(10))
        {
            case 0 when lines.Count > 1:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(at, lines[at]);
                break;
            case 2:
                lines.Insert(at, Pick(random, lines));
                break;
            case 3:
                lines[at] = Character(random, lines[at]);
                break;
            case 4:
                lines[at] += " " + Pick(random, Odd);
                break;
            case 5:
                lines.Insert(at, $"{Pick(random, Keywords)} {Pick(random, Odd)}");
                break;
            default:
                lines[at] = Word(random, lines[at]);
                break;
        }
    }

    private static string Word(Random random, string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return Pick(random, Keywords);
        }

        int at = random.Next(words.Length);
        words[at] = random.Next(4) == 0 ? Pick(random, Keywords) : Pick(random, Odd);
        return string.Join(' ', words);
    }

    private static string Character(Random random, string line)
    {
        int at = random.Next(line.Length + 1);
        string c = Alphabet[random.Next(Alphabet.Length)].ToString();
        return random.Next(3) switch
        {
            1 when at < line.Length => line.Remove(at, 1),
            2 when at < line.Length => line[..at] + c + line[(at + 1)..],
            _ => line.Insert(at, c),
        };
    }
}
