using System.Text.RegularExpressions;
using Keepalived.Config.Grammar;

namespace Keepalived.Config.Tests.Grammar;

/// <summary>
/// A file with one keyword a line: its path, the test that fails without its effect, and text of the dump that shows
/// it. The tests and the dump are those of this repository's sources.
/// </summary>
internal sealed partial class KeywordTable
{
    public const string NotYet = "not in effect";
    public const string NoTest = "no test of its own";
    public const string NotShown = "-";

    private static readonly Lazy<HashSet<string>> s_tests = new(ReadTests);
    private static readonly Lazy<string> s_dumps = new(ReadDumps);

    public KeywordTable(string name) => Rows =
    [
        .. File.ReadLines(Path.Combine(Root(), "tests/Config.Tests/Grammar", name))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(parts => new Row(parts[0], parts[1], parts[2])),
    ];

    public Row[] Rows { get; }

    /// <summary>Asserts that the keyword has one row, and that what it names is there.</summary>
    public void AssertHolds(string path)
    {
        Row row = Assert.Single(Rows, row => row.Path == path);
        KeywordInfo keyword = GrammarTables.All.First(keyword => keyword.Path == path);
        Assert.True(keyword.InEffect == (row.Test != NotYet), $"{path}: in effect is {keyword.InEffect}");
        if (row.Test is not (NotYet or NoTest))
        {
            Assert.Contains(row.Test, s_tests.Value);
        }

        if (row.Dumped != NotShown)
        {
            Assert.Contains(row.Dumped, s_dumps.Value, StringComparison.Ordinal);
        }
    }

    // Methods of test classes, and titles of scenarios.
    private static HashSet<string> ReadTests()
    {
        HashSet<string> names = [];
        string tests = Path.Combine(Root(), "tests");
        foreach (string file in Directory.EnumerateFiles(tests, "*.cs", SearchOption.AllDirectories))
        {
            names.UnionWith(Method().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value));
        }

        foreach (string file in Directory.EnumerateFiles(Path.Combine(Root(), "tests/Core.Tests/Conformance"), "*.txt"))
        {
            names.UnionWith(File.ReadLines(file)
                .Where(line => line.StartsWith("== ", StringComparison.Ordinal))
                .Select(line => line[3..].Trim().Replace('|', ' ')));
        }

        return names;
    }

    private static string ReadDumps() => string.Join('\n', Directory
        .EnumerateFiles(Path.Combine(Root(), "src/Keepalived.Actors/Dump"), "*.cs")
        .Select(File.ReadAllText));

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Keepalived.Actors.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("the repository");
        }

        return folder;
    }

    [GeneratedRegex(@"public (?:async )?(?:void|Task) ([A-Z]\w+)\(")]
    private static partial Regex Method();

    public sealed record Row(string Path, string Test, string Dumped);
}
