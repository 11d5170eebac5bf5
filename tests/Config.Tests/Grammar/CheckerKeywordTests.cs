using Keepalived.Config.Grammar;

namespace Keepalived.Config.Tests.Grammar;

/// <summary>
/// The table of the checker blocks' keywords: each is accepted, has its effect, shown by a test that is named here, and
/// is dumped under a label that is named here. A keyword without a row fails, and so does a row without its test.
/// </summary>
public sealed class CheckerKeywordTests
{
    private const string Block = "virtual_server/real_server/";

    // Of the daemon as a whole: against servers that are told apart by it, and against the clock.
    private const string Verdicts =
        "Each_server_gets_its_verdict_in_bounded_time_and_memory_and_so_says_the_reference";

    private const string Timing = "Checks_are_made_when_the_keywords_say";

    private static readonly string _root = Root();

    /// <summary>Keyword, or kind/keyword; the test that fails without its effect; its label in the dump.</summary>
    private static readonly Dictionary<string, (string Test, string Label)> _common = new()
    {
        ["connect_ip"] = (Verdicts, "Dest"),
        ["connect_port"] = (Verdicts, "Dest"),
        ["bindto"] = (Verdicts, "Bind to"),
        ["bind_port"] = (Verdicts, "Bind to"),
        ["bind_if"] = (Verdicts, "Bind i/f"),
        ["fwmark"] = (Verdicts, "Mark"),
        ["connect_timeout"] = (
            "Connection_that_nobody_takes_ends_with_the_connect_timeout_or_when_it_is_given_up", "Timeout"),
        ["retry"] = (Timing, "Retries"),
        ["delay_before_retry"] = (Timing, "Delay before retry"),
        ["warmup"] = (Timing, "Warmup"),
        ["delay_loop"] = (Timing, "Delay loop"),
        ["alpha"] = ("Alpha_servers_enter_with_their_first_success", "Alpha"),
        ["log_all_failures"] = (Timing, "Log all failures"),
        ["SMTP_CHECK/helo_name"] = ("Greeting_hello_and_quit_make_a_success", "helo"),
        ["SMTP_CHECK/host"] = ("Each_host_is_a_step_with_its_own_target", "Dest"),
        ["DNS_CHECK/type"] = ("Question_has_name_type_and_class", "Type"),
        ["DNS_CHECK/name"] = ("Question_has_name_type_and_class", "Name"),
        ["UDP_CHECK/payload"] = ("Payload_reaches_the_server", "Payload len"),
        ["UDP_CHECK/require_reply"] = ("Required_reply_has_length_and_beginning", "Require reply"),
        ["UDP_CHECK/min_reply_length"] = ("Required_reply_has_length_and_beginning", "Min reply length"),
        ["UDP_CHECK/max_reply_length"] = ("Required_reply_has_length_and_beginning", "Max reply length"),
        ["MISC_CHECK/misc_path"] = ("Every_checker_follows_its_real_server_down_and_up", "script"),
        ["MISC_CHECK/misc_timeout"] = ("Time_out_signal_and_failed_start_are_told_apart", "timeout"),
        ["MISC_CHECK/misc_dynamic"] = ("Exit_status_decides", "dynamic"),
        ["MISC_CHECK/user"] = ("Script_has_its_first_group_alone_and_descriptors_0_to_2", "owner"),
        ["BFD_CHECK/name"] = ("A_real_server_follows_its_session_down_and_up", "Name"),
        ["FILE_CHECK/track_file"] = ("First_attempt_ends_at_once_and_the_next_with_the_file", "Tracked file"),
        ["FILE_CHECK/weight"] = ("Number_and_weight_decide", "Current weight"),
    };

    private static readonly Dictionary<string, (string Test, string Label)> _web = new()
    {
        ["nb_get_retry"] = ("Retry_0_fails_at_the_first_failure", "Retries"),
        ["virtualhost"] = ("Each_url_may_have_its_own_virtual_host", "Virtualhost"),
        ["http_protocol"] = ("Request_is_worded_as_the_protocol_wants", "http protocol"),
        ["enable_sni"] = (
            "Tls_server_with_any_certificate_passes_and_hears_the_name_only_if_asked_for", "Enable SNI"),
        ["sni_name"] = (
            "Tls_server_with_any_certificate_passes_and_hears_the_name_only_if_asked_for", "SNI name"),
        ["fast_recovery"] = (Timing, "Fast recovery"),
        ["tls_compliant"] = ("End_without_TLS_close_counts_only_with_tls_compliant", "TLS compliant"),
        ["verify_certificate"] = ("Certificate_has_to_be_valid_and_for_the_name_if_asked", "Verify certificate"),
        ["url"] = ("Urls_are_tested_in_turn_and_a_recovered_one_tests_all_again", "Checked url"),
        ["url/path"] = ("Each_url_may_have_its_own_virtual_host", "Checked url"),
        ["url/digest"] = ("Digest_of_the_body_decides", "digest"),
        ["url/status_code"] = ("Status_in_the_list_passes_and_any_other_fails", "HTTP Status Code(s)"),
        ["url/virtualhost"] = ("Each_url_may_have_its_own_virtual_host", "Virtual host"),
        ["url/regex"] = ("Options_are_those_of_the_library", "Regex"),
        ["url/regex_no_match"] = ("Expression_and_its_opposite_decide", "Regex no match"),
        ["url/regex_options"] = ("Options_are_those_of_the_library", "Regex options"),
        ["url/regex_min_offset"] = ("Match_begins_between_the_offsets", "Regex min offset"),
        ["url/regex_max_offset"] = ("Match_begins_between_the_offsets", "max_offset"),
        ["url/regex_stack"] = (
            "Stack_of_its_own_is_used_and_its_end_is_the_end_of_the_search", "Regex stack start"),
        ["url/tls_compliant"] = ("End_without_TLS_close_counts_only_with_tls_compliant", "TLS compliant"),
    };

    private static readonly Dictionary<string, (string Test, string Label)> _rows = new(_common.Concat(_web));

    private static readonly string _dump = string.Concat(
        Directory.GetFiles(Path.Combine(_root, "src/Keepalived.Actors/Dump"), "CheckerLines*.cs")
            .Select(File.ReadAllText));

    private static readonly string _tests = string.Concat(
        new[] { "Core.Tests", "Linux.Tests", "Interop.Tests", "Actors.Tests" }
            .SelectMany(project => Directory.GetFiles(
                Path.Combine(_root, "tests", project), "*.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText));

    public static TheoryData<string> Keywords =>
    [
        .. GrammarTables.All.Select(static row => row.Path).Where(static path =>
            path.StartsWith(Block, StringComparison.Ordinal) && path.Count(static c => c == '/') > 2),
    ];

    [Theory]
    [MemberData(nameof(Keywords))]
    public void Keyword_of_a_checker_is_in_effect_tested_and_dumped(string path)
    {
        string[] words = path[Block.Length..].Split('/');
        string name = string.Join('/', words[1..]).Replace("host/", "", StringComparison.Ordinal);
        Assert.True(
            _rows.TryGetValue($"{words[0]}/{name}", out (string Test, string Label) row)
            || _rows.TryGetValue(name, out row),
            $"{path} is not in the table");

        KeywordInfo info = GrammarTables.All.First(keyword => keyword.Path == path);
        Assert.False(InEffect.IsMissing(info.Block, info.Name), $"{path} is not in effect");
        Assert.Contains($" {row.Test}(", _tests, StringComparison.Ordinal);
        Assert.Contains(row.Label, _dump, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_is_a_keyword()
    {
        string[] known = [.. GrammarTables.All.Select(static row => row.Path)];
        Assert.All(
            _rows.Keys,
            name => Assert.Contains(known, path => path.EndsWith("/" + name, StringComparison.Ordinal)));
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Keepalived.Actors.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("the repository");
        }

        return folder;
    }
}
