using Keepalived.Config.Grammar;

namespace Keepalived.Config.Tests.Grammar;

/// <summary>
/// The keywords of VRRP, each with the test that fails without its effect and with where a dump shows it
/// (<c>vrrp-keywords.txt</c> beside this). A keyword that is missing here, that names a test which is not there, or
/// that is in effect without a test, fails.
/// </summary>
public sealed class VrrpKeywordTableTests
{
    /// <summary>In effect, but shown by nothing that would fail without it. May only become fewer.</summary>
    private const int MostWithoutTest = 0;

    private static readonly string[] s_blocks =
    [
        "vrrp_instance", "vrrp_sync_group", "vrrp_script", "vrrp_track_process", "track_file", "vrrp_track_file",
        "garp_group", "track_group", "bfd_instance",
    ];

    private static readonly string[] s_single =
    [
        "static_ipaddress", "static_routes", "static_rules", "linkbeat_interfaces", "linkbeat_use_polling",
        "interface_up_down_delays",
    ];

    // Globals of VRRP that do not begin with vrrp_.
    private static readonly string[] s_globals =
    [
        "dynamic_interfaces", "default_interface", "v3_checksum_as_v2", "max_auto_priority",
        "min_auto_priority_delay", "notify_fifo", "notify_fifo_script", "lvs_notify_fifo", "lvs_notify_fifo_script",
        "fifo_write_vrrp_states_on_reload", "log_unknown_vrids", "vmac_prefix", "vmac_addr_prefix",
        "smtp_alert_vrrp", "no_email_faults", "disable_local_igmp",
    ];

    private static readonly KeywordTable s_table = new("vrrp-keywords.txt");

    public static TheoryData<string> Keywords => [.. Wanted().Select(row => row.Path)];

    [Theory]
    [MemberData(nameof(Keywords))]
    public void A_keyword_of_VRRP_is_in_the_table_with_its_test_and_its_line(string path) =>
        s_table.AssertHolds(path);

    [Fact]
    public void The_table_has_no_row_for_what_is_no_keyword()
    {
        HashSet<string> wanted = [.. Wanted().Select(row => row.Path)];
        Assert.Empty(s_table.Rows.Where(row => !wanted.Contains(row.Path)).Select(row => row.Path));
    }

    [Fact]
    public void Keywords_in_effect_without_a_test_become_fewer()
    {
        string[] bare = [.. s_table.Rows.Where(row => row.Test == KeywordTable.NoTest).Select(row => row.Path)];
        Assert.True(bare.Length <= MostWithoutTest, string.Join('\n', bare));
    }

    private static IEnumerable<KeywordInfo> Wanted() => GrammarTables.All.Where(static row =>
        !row.IsOldDialect
        && (s_blocks.Any(block => row.Path == block || row.Block == block
                || row.Block.StartsWith(block + "/", StringComparison.Ordinal))
            || (row.Block.Length == 0 && s_single.Contains(row.Name))
            || (row.Block == "global_defs"
                && (row.Name.StartsWith("vrrp_", StringComparison.Ordinal) || s_globals.Contains(row.Name)))));
}
