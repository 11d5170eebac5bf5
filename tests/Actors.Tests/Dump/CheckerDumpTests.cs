using Keepalived.Actors.Dump;
using Keepalived.Actors.Lvs;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Tests;

namespace Keepalived.Actors.Tests.Dump;

/// <summary>Each keyword of a checker, from its text to its line in keepalived_check.data.</summary>
public sealed class CheckerDumpTests
{
    private static readonly string[] s_networked =
    [
        "SMTP_CHECK", "SMTP_CHECK/host", "TCP_CHECK", "PING_CHECK", "UDP_CHECK", "HTTP_GET", "SSL_GET", "DNS_CHECK",
    ];

    private static readonly (string Lines, string Shown)[] s_connection =
    [
        ("connect_ip 192.0.2.9", "     Dest = [192.0.2.9]:80"),
        ("connect_port 81", "     Dest = [192.0.2.1]:81"),
        ("bindto 192.0.2.9", "     Bind to = [192.0.2.9]:0"),
        ("bindto 192.0.2.9\nbind_port 4711", "     Bind to = [192.0.2.9]:4711"),
        ("bind_if eth9", "     Bind i/f = eth9"),
        ("fwmark 9", "     Mark = 9"),
        ("connect_timeout 9", "     Timeout = 9.000000"),
    ];

    private static readonly (string Lines, string Shown)[] s_pace =
    [
        ("retry 9", "   Retries = 9"),
        ("retry 9\ndelay_before_retry 9", "   Delay before retry = 9000000 us"),
        ("warmup 9", "   Warmup = 9000000 us"),
        ("delay_loop 9", "   Delay loop = 9000000 us"),
        ("alpha", "   Alpha = yes"),
        ("log_all_failures", "   Log all failures = yes"),
    ];

    private static readonly (string Lines, string Shown)[] s_web =
    [
        ("nb_get_retry 9", "   Retries = 9"),
        ("virtualhost a.example", "   Virtualhost = a.example"),
        ("http_protocol 1.1", "   Keepalive method = KIND, http protocol 1.1"),
        ("enable_sni", "   Enable SNI set"),
        ("sni_name a.example", "   SNI name = a.example"),
        ("fast_recovery", "   Fast recovery set"),
        ("url {\npath /2\n}", "   Checked url = /2"),
        ("url {\npath /2\ndigest 0123456789abcdef0123456789abcdef\n}",
            "     digest = 0123456789abcdef0123456789abcdef"),
        ("url {\npath /2\nstatus_code 404\n}", "       404"),
        ("url {\npath /2\nvirtualhost a.example\n}", "     Virtual host = a.example"),
        ("url {\npath /2\nregex a.b\n}", "     Regex = \"a.b\""),
        ("url {\npath /2\nregex a\nregex_no_match\n}", "     Regex no match"),
        ("url {\npath /2\nregex a\nregex_options caseless\n}", "     Regex options: caseless"),
        ("url {\npath /2\nregex a\nregex_min_offset 9\n}", "     Regex min offset = 9"),
        ("url {\npath /2\nregex a\nregex_max_offset 9\n}", "     Regex min offset = 0, max_offset = 9"),
        ("url {\npath /2\nregex a\nregex_stack 9 99\n}", "     Regex stack start 9, max 99"),
    ];

    private static readonly (string Kind, string Lines, string Shown)[] s_own =
    [
        ("SSL_GET", "tls_compliant", "   tls_compliant set"),
        ("SSL_GET", "url {\npath /2\ntls_compliant\n}", "     tls_compliant set"),
        ("SMTP_CHECK", "helo_name a.example", "   helo = a.example"),
        ("DNS_CHECK", "type MX", "   Type = MX"),
        ("DNS_CHECK", "name a.example", "   Name = a.example"),
        ("UDP_CHECK", "payload 0102", "   Payload = 0102"),
        ("UDP_CHECK", "require_reply 01X2", "     Reply data mask = ff0f"),
        ("UDP_CHECK", "require_reply\nmin_reply_length 9", "     Min reply length = 9"),
        ("UDP_CHECK", "require_reply\nmax_reply_length 9", "     Max reply length = 9"),
        ("MISC_CHECK", "misc_path \"/bin/false 1\"", "   script = '/bin/false' '1'"),
        ("MISC_CHECK", "misc_timeout 9", "   timeout = 9"),
        ("MISC_CHECK", "misc_dynamic", "   dynamic = YES"),
        ("MISC_CHECK", "user nobody", "   uid:gid = 99:99"),
        ("FILE_CHECK", "weight 9 reverse", "     number, weight 9 reverse"),
        ("BFD_CHECK", "alpha", "   Alpha is ON"),
    ];

    public static TheoryData<string, string, string> Keywords()
    {
        TheoryData<string, string, string> rows = [];
        foreach ((string kind, string lines, string shown) in s_networked
            .SelectMany(kind => s_connection.Concat(s_pace).Select(row => (kind, row.Lines, row.Shown)))
            .Concat(s_pace.Select(row => ("MISC_CHECK", row.Lines, row.Shown)))
            .Concat(new[] { "HTTP_GET", "SSL_GET" }.SelectMany(
                kind => s_web.Select(row => (kind, row.Lines, row.Shown.Replace("KIND", kind)))))
            .Concat(s_own))
        {
            rows.Add(kind, lines, shown);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Keywords))]
    public void Every_keyword_of_a_checker_is_shown(string kind, string lines, string shown)
    {
        Assert.DoesNotContain(shown, Dump(Checker(kind, "")));
        Assert.Contains(shown, Dump(Checker(kind, lines)));
    }

    [Theory]
    [InlineData("password secret", " Password : ********")]
    [InlineData("ca /etc/ca.pem", " CA-file : /etc/ca.pem")]
    [InlineData("certificate /etc/c.pem", " Certificate file : /etc/c.pem")]
    [InlineData("key /etc/k.pem", " Key file : /etc/k.pem")]
    public void Every_keyword_of_the_SSL_block_is_shown(string line, string shown)
    {
        Assert.Contains(" Using autogen SSL context", Dump(Checker("SSL_GET", "")));
        Assert.DoesNotContain("------< SSL definitions >------", Dump(Checker("HTTP_GET", "")));
        Assert.Contains(shown, Dump($"SSL {{\n{line}\n}}\n{Checker("HTTP_GET", "")}"));
    }

    [Fact]
    public void Files_and_sessions_are_shown_with_who_follows_them()
    {
        Assert.Contains(
            """
            ------< Checker track files >------
             Track file = number
               File = /run/number
               Weight = 1
               Tracking instances :
                 [198.51.100.1]:tcp:80 -> [192.0.2.1]:tcp:80, weight 9

            """.ReplaceLineEndings("\n"),
            string.Join('\n', Dump(Checker("FILE_CHECK", "weight 9"))), StringComparison.Ordinal);
        Assert.Contains(
            "   Tracked BFDs\n     session\n",
            string.Join('\n', Dump(Checker("BFD_CHECK", ""))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_and_the_status_that_failed_are_shown()
    {
        string web = Checker("HTTP_GET", "url {\npath /2\n}");
        CheckAttempt second = new(default, default, default, Count: 2, Step: 1, Retries: 0);

        Assert.DoesNotContain("   Failed URL = /2", Dump(web, attempt: second));
        Assert.Contains("   Failed URL = /2", Dump(web, new CheckerStanding(true, true, 0), attempt: second));
        Assert.Contains("   Last status = 7", Dump(
            Checker("MISC_CHECK", ""), result: CheckResult.Fail(CheckReason.Exited, 7)));
    }

    private static string Checker(string kind, string lines) => $$"""
        track_file number {
            file /run/number
            weight 1
        }
        bfd_instance session {
            neighbor_ip 192.0.2.9
        }
        virtual_server 198.51.100.1 80 {
            protocol TCP
            lvs_sched rr
            real_server 192.0.2.1 80 {
                {{ConfLines.Checker(kind, lines)}}
            }
        }
        """;

    private static string[] Dump(
        string text, CheckerStanding? standing = null, CheckResult result = default, CheckAttempt? attempt = null)
    {
        KeepalivedConfig config = ConfLines.File(text);
        VirtualServerConfig server = config.VirtualServers[0];
        VirtualServerState state = VirtualServerMachine.Initial(server);
        CheckerSnapshot checker = new(
            0, 0, standing ?? state.Servers[0].Checkers[0], result, attempt, default, 0, "", false);
        return DataText.Checkers(new DumpState
        {
            Config = config,
            Scripts = new Owners(),
            Lvs = new LvsSnapshot([new VirtualServerSnapshot(
                server, state, [checker], InKernel: true, Suspended: false, GivenUp: false)]),
        }).ToString().Split('\n');
    }
}

/// <summary>Whoever is written by name has number 99.</summary>
file sealed class Owners : Keepalived.Core.Ports.IScriptResolver
{
    public Keepalived.Core.Ports.ScriptCommand? Resolve(NotifyScriptConfig script, out string refusal)
    {
        refusal = "";
        return script.User.Length > 0 ? new([.. script.Words], 99, 99) : new([.. script.Words]);
    }
}
