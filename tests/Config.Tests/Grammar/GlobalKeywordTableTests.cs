using Keepalived.Config.Grammar;

namespace Keepalived.Config.Tests.Grammar;

/// <summary>
/// What is in no other table of keywords is in <c>global-keywords.txt</c> beside this: so each keyword is in exactly
/// one, with the test that fails without its effect and with where a dump shows it.
/// </summary>
public sealed class GlobalKeywordTableTests
{
    private static readonly KeywordTable s_table = new("global-keywords.txt");

    private static readonly KeywordTable.Row[] s_others =
    [
        .. new[] { "vrrp-keywords.txt", "lvs-keywords.txt", "checker-keywords.txt" }
            .SelectMany(static name => new KeywordTable(name).Rows),
    ];

    public static TheoryData<string> Keywords => [.. Wanted().Select(row => row.Path)];

    [Theory]
    [MemberData(nameof(Keywords))]
    public void A_keyword_of_no_other_table_is_in_this_one_with_its_test_and_its_line(string path) =>
        s_table.AssertHolds(path);

    [Fact]
    public void The_table_has_no_row_for_what_is_no_keyword_or_is_in_another_one()
    {
        HashSet<string> wanted = [.. Wanted().Select(row => row.Path)];
        Assert.DoesNotContain(s_table.Rows, row => !wanted.Contains(row.Path));
        Assert.DoesNotContain(s_table.Rows, row => row.Test == KeywordTable.NoTest);
    }

    [Fact]
    public void Every_keyword_of_the_reference_has_one_row()
    {
        Dictionary<string, int> rows = s_others.Concat(s_table.Rows)
            .CountBy(static row => row.Path).ToDictionary();
        Assert.DoesNotContain(rows, static pair => pair.Value != 1);
        Assert.Equal([], All().Select(static row => row.Path).Where(path => !rows.ContainsKey(path)));
    }

    private static IEnumerable<KeywordInfo> Wanted()
    {
        HashSet<string> elsewhere = [.. s_others.Select(static row => row.Path)];
        return All().Where(row => !elsewhere.Contains(row.Path));
    }

    // The old word that today's reference still knows is one of the inventory.
    private static IEnumerable<KeywordInfo> All() => GrammarTables.All.Where(static row =>
        !row.IsOldDialect || row.Name == "lvs_sync_daemon_interface");
}
