using Interop.Tests.Harness;
using Interop.Tests.Scenarios;
using Xunit.Abstractions;

namespace Interop.Tests.Checkers;

/// <summary>
/// The keywords that say when a check is made: each test would have to wait longer than it does if one had no effect.
/// </summary>
public sealed class CheckerTimingTests(ITestOutputHelper output)
{
    private const string Server = "10.20.0.2";
    private const int Retries = 80;

    /// <summary>Tests pass three times, then fail; each leaves a line.</summary>
    private const string Counting = """
        #!/bin/sh
        echo run >>"$0.runs"
        [ "$(wc -l <"$0.runs")" -le 3 ]
        """;

    [NamespaceFact]
    public void Checks_are_made_when_the_keywords_say()
    {
        using NetworkNamespaceLan lan = new(output);
        LanHost host = lan.AddHost("d", "10.20.0.1/24");
        LanHost servers = lan.AddHost("s", $"{Server}/24");
        CheckerPeers certificates = lan.Own(new CheckerPeers(servers));
        ListedServers listed = lan.Own(new ListedServers(
            servers, ["8080 http not-found", "8081 http fine"], certificates.Certificate, certificates.Key));
        string script = Path.Combine(host.Directory, "counting");
        File.WriteAllText(script, Counting + "\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        string told = Path.Combine(host.Directory, "told");

        DirectorProcess director = lan.Start(host, DirectorKind.Ours, Config(script, told), "-C");
        // warmup 0, where the interval is an hour.
        director.WaitForLog($"Remote Web server [{Server}]:tcp:8081 succeed on service");
        // delay_loop is 2 s, not a minute; delay_before_retry a tenth of one, not a whole.
        Eventually.That(
            () => File.Exists(told) && File.ReadAllText(told).EndsWith('\n'),
            "the script's server is down",
            director.Story);
        // retry: three that pass, one that fails and its retries were made when it was told.
        Assert.Equal(3 + 1 + Retries, int.Parse(File.ReadAllText(told).Trim(), null));
        // log_all_failures: each of them is told.
        Eventually.That(
            () => director.Log.Count(line =>
                line.Contains($"Misc check for [[{Server}]:tcp:83", StringComparison.Ordinal)
                || (line.Contains(script, StringComparison.Ordinal)
                    && line.Contains("failed", StringComparison.Ordinal))) >= Retries,
            "a line for each failure",
            director.Story);

        // fast_recovery: thirty urls are tested at once, not 3 s apart.
        director.WaitForLog($"HTTP_CHECK on service [{Server}]:tcp:8080 failed");
        listed.Heal();
        Eventually.That(
            () => director.Log.Any(line => line.Contains(
                $"Remote Web server [{Server}]:tcp:8080 succeed on service", StringComparison.Ordinal)),
            "all urls pass", director.Story);
        Assert.Equal(0, director.Stop());
    }

    private static string Config(string script, string told) => $$"""
        global_defs {
            script_user root
        }
        {{Virtual(1, 8081, "delay_loop 3600\nwarmup 0", "", "HTTP_GET {\nurl {\npath /\n}\n}")}}
        {{Virtual(2, 83, "delay_loop 2\nwarmup 0", $"notify_down \"/bin/sh -c 'wc -l <{script}.runs >{told}'\"",
            $"MISC_CHECK {{\nmisc_path {script}\nretry {Retries}\ndelay_before_retry 0.1\nlog_all_failures\n}}")}}
        {{Virtual(3, 8080, "delay_loop 3\nwarmup 0", "", "HTTP_GET {\nfast_recovery\n"
            + string.Concat(Enumerable.Range(0, 30).Select(n => $"url {{\npath /{n}\n}}\n")) + "}")}}
        """;

    private static string Virtual(int number, int port, string timing, string notify, string checker) => $$"""
        virtual_server 192.0.2.{{number}} 80 {
            {{timing}}
            lvs_sched rr
            lvs_method NAT
            protocol TCP
            real_server {{Server}} {{port}} {
                {{notify}}
                {{checker}}
            }
        }
        """;
}
