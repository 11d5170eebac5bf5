using System.Globalization;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Core.Tests.Lvs;

/// <summary>
/// The keywords that say when a checker runs and what a failure means, from their text to the story of the checker:
/// how its server begins, the seconds before the first attempt, then each result, what is told and the next pause.
/// </summary>
public sealed class CheckerPaceTests
{
    private const string Plain = "up: 5 +up 10 - 3 -down 10 - 10";

    private static readonly (string Line, string Story)[] s_pace =
    [
        ("retry 0", "up: 5 +up 10 -down 10 - 10 - 10"),
        ("retry 2", "up: 5 +up 10 - 3 - 3 -down 10"),
        ("delay_before_retry 7", "up: 5 +up 10 - 7 -down 10 - 10"),
        ("warmup 4", "up: 2 +up 10 - 3 -down 10 - 10"),
        ("delay_loop 20", "up: 5 +up 20 - 3 -down 20 - 20"),
        ("alpha", "down: 5 +up 10 - 3 -down 10 - 10"),
        ("log_all_failures", "up: 5 +up 10 -! 3 -!down 10 - 10"),
    ];

    private static readonly string[] s_kinds =
    [
        "MISC_CHECK", "SMTP_CHECK", "SMTP_CHECK/host", "TCP_CHECK", "PING_CHECK", "UDP_CHECK", "HTTP_GET", "SSL_GET",
        "DNS_CHECK",
    ];

    public static TheoryData<string, string, string> Keywords()
    {
        TheoryData<string, string, string> rows = [];
        foreach (string kind in s_kinds)
        {
            foreach ((string line, string story) in s_pace)
            {
                rows.Add(kind, line, story);
            }
        }

        rows.Add("HTTP_GET", "nb_get_retry 0", "up: 5 +up 10 -down 10 - 10 - 10");
        rows.Add("SSL_GET", "nb_get_retry 0", "up: 5 +up 10 -down 10 - 10 - 10");
        return rows;
    }

    [Theory]
    [MemberData(nameof(Keywords))]
    public void Keyword_of_a_checker_changes_when_it_runs_and_what_a_failure_means(
        string kind, string line, string story)
    {
        Assert.Equal(Plain, Story(Server(kind, ""), "+---"));
        Assert.Equal(story, Story(Server(kind, line), "+---"));
    }

    [Fact]
    public void All_failures_of_every_checker_are_noted_where_the_global_default_says_so() =>
        Assert.All(s_kinds, kind => Assert.Equal(
            "up: 5 +up 10 -! 3 -!down 10 - 10", Story(Server(kind, "", "checker_log_all_failures"), "+---")));

    [Theory]
    [InlineData("HTTP_GET")]
    [InlineData("SSL_GET")]
    public void Fast_recovery_tests_all_urls_at_once(string kind)
    {
        const string urls = "url {\npath /2\n}\nurl {\npath /3\n}\n";

        Assert.Equal("up: 5 -down 10 + 10 + 10 + 10 +up 10", Story(Server(kind, urls), "-++++"));
        Assert.Equal("up: 5 -down 10 + 0 + 0 + 0 +up 10", Story(Server(kind, $"{urls}fast_recovery"), "-++++"));
    }

    [Theory]
    [InlineData("", "up")]
    [InlineData("alpha", "down")]
    public void A_server_with_a_BFD_session_begins_as_alpha_says(string line, string start) => Assert.StartsWith(
        $"{start}: ", Story(Server("BFD_CHECK", line), "+"), StringComparison.Ordinal);

    private static VirtualServerConfig Server(string kind, string lines, string global = "") => ConfLines.File($$"""
        global_defs {
            {{global}}
        }
        bfd_instance session {
            neighbor_ip 192.0.2.9
        }
        virtual_server 198.51.100.1 80 {
            protocol TCP
            lvs_sched rr
            delay_loop 10
            warmup 10
            retry 1
            delay_before_retry 3
            real_server 192.0.2.1 80 {
                {{ConfLines.Checker(kind, lines)}}
            }
        }
        """).VirtualServers[0];

    private static string Story(VirtualServerConfig server, string results)
    {
        RealServerState start = VirtualServerMachine.Initial(server).Servers[0];
        CheckerParameters parameters =
            CheckerParameters.From(server.RealServers[0].Checkers[0], server.RealServers[0]);
        List<CheckerEffect> effects = [];
        List<string> told = [start.IsUp ? "up:" : "down:"];
        TimeSpan now = TimeSpan.Zero;
        CheckerState state = CheckerMachine.Initial(start.Checkers[0]);
        Play(CheckerEvent.Startup(0.5));
        told.Add(Pause());
        foreach (char sign in results)
        {
            now += effects.Last(e => e.Kind == CheckerEffectKind.StartTimer).After;
            Play(CheckerEvent.TimerFired(state.Generation));
            effects.Clear();
            Play(CheckerEvent.Completed(state.Generation, new CheckResult(sign == '+', CheckReason.Connected)));
            bool isNoted = effects.Any(e => e.Note == CheckerNote.AttemptFailed);
            string verdict = string.Concat(effects.Where(e => e.Kind == CheckerEffectKind.Report)
                .Select(e => e.Passed ? "up" : "down"));
            told.Add($"{sign}{(isNoted ? "!" : "")}{verdict} {Pause()}");
        }

        return string.Join(' ', told);

        void Play(CheckerEvent e) => state = CheckerMachine.Handle(parameters, state, e, now, effects);
        string Pause() => effects.Last(e => e.Kind == CheckerEffectKind.StartTimer).After.TotalSeconds
            .ToString(CultureInfo.InvariantCulture);
    }
}
