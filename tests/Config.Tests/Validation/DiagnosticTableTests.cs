using System.Text.RegularExpressions;

namespace Keepalived.Config.Tests.Validation;

public sealed partial class DiagnosticTableTests
{
    /// <summary>Too short to tell one message from another.</summary>
    private const int ShortestFragment = 8;

    private const int LeastCases = 37;

    // Messages that need a host or a size that the table does not have; each has a test of its own, named here.
    private static readonly string[] Elsewhere =
    [
        "Line contains a NUL byte - ignoring",             // PreprocessorTests.Over_long_lines_and_nul_bytes...
        " characters is too long - ignoring",                  // the same
        "Includes are nested more than ",                  // PreprocessorTests.File_that_includes_itself_ends
        " - ignoring the rest",                                // BoundsTests
    ];

    [Fact]
    public void Every_configuration_of_the_table_gets_exactly_its_diagnostics()
    {
        IReadOnlyList<DiagnosticCase> cases = DiagnosticTable.Read();
        if (Environment.GetEnvironmentVariable("DIAGNOSTICS_UPDATE") == "1")
        {
            DiagnosticTable.Write(cases);
            return;
        }

        Assert.True(cases.Count >= LeastCases, $"{cases.Count} cases");
        foreach (DiagnosticCase c in cases)
        {
            string said = DiagnosticTable.Say(c);
            Assert.True(c.Expected == said, $"{c.Name}:\n{c.Text}\nexpected:\n{c.Expected}\nsaid:\n{said}");
        }
    }

    [Fact]
    public void Every_message_that_the_source_can_give_is_in_the_table()
    {
        string all = string.Join('\n', DiagnosticTable.Read().Select(static c => c.Expected));
        string source = Path.Join(Path.GetDirectoryName(DiagnosticTable.Path), "../../../src/Keepalived.Config");
        List<string> absent = [];
        int seen = 0;
        foreach (string file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(static f => !f.Contains("/obj/", StringComparison.Ordinal)
                && !f.Contains("/Cluster/", StringComparison.Ordinal)))
        {
            foreach (string fragment in Fragments(File.ReadAllText(file)))
            {
                seen++;
                if (!all.Contains(fragment, StringComparison.Ordinal) && !Elsewhere.Contains(fragment))
                {
                    absent.Add($"{Path.GetFileName(file)}: {fragment}");
                }
            }
        }

        Assert.True(seen > 200, $"{seen} messages found");
        Assert.True(absent.Count == 0, $"{absent.Count} of {seen}\n" + string.Join('\n', absent));
    }

    // The longest piece without a hole of the first text after the name of what reports.
    private static IEnumerable<string> Fragments(string source)
    {
        foreach (Match call in Reports().Matches(source))
        {
            string text = Joins().Replace(call.Groups["text"].Value, "");
            string longest = Holes().Split(text).MaxBy(static piece => piece.Length) ?? "";
            longest = longest.Replace("\\\"", "\"", StringComparison.Ordinal)
                .Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);
            if (longest.Length >= ShortestFragment)
            {
                yield return longest;
            }
        }
    }

    private const string Reporters =
        @"\b(Error|ErrorAt|Warning|Notice|Deprecated|Fatal|Fail|Skip|Advise|Report|Refuse|Missing)\(";

    private const string Before = @"(?<before>[^""();]*(\([^""()]*\)[^""();]*)*)";

    private const string Words = @"\$?""(?<text>([^""\\]|\\.)*(""\s*\+?\s*\$?""([^""\\]|\\.)*)*)""(?=[\s,)+])";

    [GeneratedRegex(Reporters + Before + Words)]
    private static partial Regex Reports();

    [GeneratedRegex("""(?<!\\)"\s*\+?\s*\$?"|\s*\+\s*$""")]
    private static partial Regex Joins();

    [GeneratedRegex("""(?<!\{)\{(?!\{)[^{}]*(\{[^{}]*\}[^{}]*)*\}""")]
    private static partial Regex Holes();
}
