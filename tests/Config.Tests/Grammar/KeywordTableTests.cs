using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;

namespace Keepalived.Config.Tests.Grammar;

public sealed class KeywordTableTests
{
    private const int InventorySize = 531;

    public static TheoryData<string> Paths() => [.. GrammarTables.All.Select(static row => row.Path)];

    [Fact]
    public void Tables_hold_the_whole_inventory_and_the_old_dialect()
    {
        KeywordInfo[] additions = [.. GrammarTables.All.Where(static row => row.IsAddition)];
        KeywordInfo[] reference = [.. GrammarTables.All.Where(static row => !row.IsAddition && (!row.IsOldDialect
            || row.Name == "lvs_sync_daemon_interface"))];
        Assert.Equal(InventorySize, reference.Length);
        Assert.Equal(reference.Length, reference.Select(static row => row.Path).Distinct().Count());
        Assert.Equal(["global_defs/lvs_id", "global_defs/smtp_connection_timeout", "virtual_server/nat_mask"],
            GrammarTables.All.Except(reference).Except(additions)
                .Select(static row => row.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_row_says_what_it_means()
    {
        Assert.All(GrammarTables.All, static row => Assert.True(row.Meaning.Length > 3, row.Path));
        Assert.All(GrammarTables.All.Where(static row => row.RequiredArguments > 0),
            static row => Assert.True(row.Arguments.Length > 0, row.Path));
    }

    [Fact]
    public void Inventory_file_and_tables_name_the_same_keywords()
    {
        string? folder = SharedFolder.Of("reference");
        if (folder is null)
        {
            Console.WriteLine("skipped: no shared/reference");
            return;
        }

        HashSet<string> listed = [];
        string block = "";
        foreach (string line in File.ReadLines(Path.Join(folder, "config-keywords.md")))
        {
            if (line.StartsWith("## `", StringComparison.Ordinal))
            {
                block = line.Split('`')[1];
                block = block == "top level" ? "" : block + "/";
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                break;
            }
            else if (line.StartsWith("| `", StringComparison.Ordinal))
            {
                listed.Add(block + line.Split('`')[1]);
            }
        }

        HashSet<string> known = [.. GrammarTables.All.Select(static row => row.Path)];
        Assert.Equal([], listed.Except(known).Order(StringComparer.Ordinal));
        Assert.Equal(InventorySize, listed.Count);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Good_value_is_accepted(string path)
    {
        KeywordInfo row = GrammarTables.All.First(r => r.Path == path);
        string text = KeywordSamples.File(row, KeywordSamples.GoodLine(row));
        ConfigDiagnostic[] about = [.. ConfigText.Read(text).Diagnostics.Where(d => IsAbout(d, row))];
        Assert.True(about.Length == 0, $"{text}\n{string.Join('\n', about.AsEnumerable())}");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Bad_value_is_complained_about(string path)
    {
        KeywordInfo row = GrammarTables.All.First(r => r.Path == path);
        foreach (string? line in new[] { KeywordSamples.BadLine(row), KeywordSamples.WrongValue(row) })
        {
            if (line is null)
            {
                continue;
            }

            string text = KeywordSamples.File(row, line);
            int number = text.Split('\n').TakeWhile(l => l != line).Count() + 1;
            ConfigResult result = ConfigText.Read(text);
            Assert.True(result.Diagnostics.Any(d => d.Line == number && d.Status != TestStatus.Ok),
                $"{path}: {line}\n{text}");
        }
    }

    // Complaints about what surrounds the keyword, or that it is old, are not about its value.
    private static bool IsAbout(ConfigDiagnostic d, KeywordInfo row) =>
        d.Status is TestStatus.UnknownKeyword or TestStatus.MissingParameter or TestStatus.InvalidNumber
            or TestStatus.Brace
            or TestStatus.UnterminatedQuote
        || (d.Status == TestStatus.General && d.Text.Contains(row.Name, StringComparison.Ordinal)
            && !d.Text.Contains("not found", StringComparison.Ordinal) && !d.Text.Contains(" has no ",
                StringComparison.Ordinal)
            && !d.Text.Contains("No file set", StringComparison.Ordinal) && !d.Text.Contains("No script set",
                StringComparison.Ordinal)
            && !d.Text.Contains("not specified", StringComparison.Ordinal) && !d.Text.Contains("only applies",
                StringComparison.Ordinal)
            && !d.Text.Contains("only for priority 255", StringComparison.Ordinal) && !d.Text.Contains("no active key",
                StringComparison.Ordinal));
}
