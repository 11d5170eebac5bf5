using Keepalived.Config.Grammar;

namespace Keepalived.Config.Tests.Grammar;

/// <summary>
/// The keywords of virtual servers without those of checkers (<c>lvs-keywords.txt</c> beside this), each with the test
/// that fails without its effect and with where a dump shows it.
/// </summary>
public sealed class LvsKeywordTableTests
{
    private static readonly KeywordTable s_table = new("lvs-keywords.txt");

    public static TheoryData<string> Keywords => [.. Wanted().Select(row => row.Path)];

    [Theory]
    [MemberData(nameof(Keywords))]
    public void A_keyword_of_virtual_servers_is_in_the_table_with_its_test_and_its_line(string path) =>
        s_table.AssertHolds(path);

    [Fact]
    public void The_table_has_no_row_for_what_is_no_keyword()
    {
        HashSet<string> wanted = [.. Wanted().Select(row => row.Path)];
        Assert.DoesNotContain(s_table.Rows, row => !wanted.Contains(row.Path));
        Assert.DoesNotContain(s_table.Rows, row => row.Test == KeywordTable.NoTest);
    }

    // A checker's name is in capitals; what belongs to SNMP, processes and sockets is in no such table.
    private static IEnumerable<KeywordInfo> Wanted() => GrammarTables.All.Where(static row =>
        !row.IsOldDialect && !row.IsAddition
        && !(row.Name.Length > 0 && char.IsUpper(row.Name[0]))
        && (row.Path is "virtual_server" or "virtual_server_group"
            || row.Block is "virtual_server" or "virtual_server/real_server" or "virtual_server_group"
            || (row.Block == "global_defs" && row.Name is "lvs_timeouts" or "lvs_flush" or "lvs_flush_on_stop"
                or "lvs_flush_onstop" or "lvs_sync_daemon" or "lvs_netlink_cmd_rcv_bufs"
                or "lvs_netlink_cmd_rcv_bufs_force" or "lvs_netlink_monitor_rcv_bufs"
                or "lvs_netlink_monitor_rcv_bufs_force")));
}
