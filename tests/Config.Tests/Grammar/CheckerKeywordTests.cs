using Keepalived.Config.Grammar;

namespace Keepalived.Config.Tests.Grammar;

/// <summary>
/// The keywords of the checkers and of the SSL block (<c>checker-keywords.txt</c> beside this), each with the test that
/// fails without its effect and with where a dump shows it.
/// </summary>
public sealed class CheckerKeywordTests
{
    private const string Servers = "virtual_server/real_server/";

    private static readonly KeywordTable s_table = new("checker-keywords.txt");

    public static TheoryData<string> Keywords => [.. Wanted().Select(row => row.Path)];

    [Theory]
    [MemberData(nameof(Keywords))]
    public void A_keyword_of_a_checker_is_in_the_table_with_its_test_and_its_line(string path) =>
        s_table.AssertHolds(path);

    [Fact]
    public void The_table_has_no_row_for_what_is_no_keyword()
    {
        HashSet<string> wanted = [.. Wanted().Select(row => row.Path)];
        Assert.DoesNotContain(s_table.Rows, row => !wanted.Contains(row.Path));
        Assert.DoesNotContain(s_table.Rows, row => row.Test is KeywordTable.NoTest or KeywordTable.NotYet);
    }

    // A checker's name is in capitals.
    private static IEnumerable<KeywordInfo> Wanted() => GrammarTables.All.Where(static row =>
        row.Path == "SSL" || row.Block == "SSL"
        || (row.Path.StartsWith(Servers, StringComparison.Ordinal) && char.IsUpper(row.Path[Servers.Length])));
}
