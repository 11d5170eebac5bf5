using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>Every kind of checker against a real server of its kind, up, down and up again.</summary>
public sealed class CheckerScenarios(ITestOutputHelper output)
{
    private const string Server = "10.20.0.2";

    /// <summary>Words of the log when it passes and when it fails.</summary>
    private static readonly (string Up, string Down)[] _lines =
    [
        ($"TCP connection to [{Server}]:tcp:80 success.", $"TCP_CHECK on service [{Server}]:tcp:80 failed"),
        ($"Remote Web server [{Server}]:tcp:80 succeed on service.", $"HTTP_CHECK on service [{Server}]:tcp:80 failed"),
        ($"Remote Web server [{Server}]:tcp:443 succeed on", $"HTTP_CHECK on service [{Server}]:tcp:443 failed"),
        ($"Remote Web server [{Server}]:tcp:444 succeed on", $"HTTP_CHECK on service [{Server}]:tcp:444 failed"),
        ($"Remote SMTP server [{Server}]:tcp:25 succeed on", $"SMTP_CHECK on service [{Server}]:tcp:25 failed"),
        ($"DNS_CHECK ([{Server}]:udp:53) succeed.", $"DNS_CHECK ([{Server}]:udp:53) failed"),
        ($"UDP connection to [{Server}]:udp:7 success.", $"UDP_CHECK on service [{Server}]:udp:7 failed"),
        ($"ICMP connection to [{Server}]:tcp:81 success.",
            $"ICMP CHECK on service {Server} of [{Server}]:tcp:81 failed"),
        ($"FILE_CHECK on service [{Server}]:tcp:82 succeeded.", $"FILE_CHECK on service [{Server}]:tcp:82 failed"),
        ($"Misc check for [[{Server}]:tcp:83 VS [192.0.2.109]:tcp:83] by", "failed with retry disabled"),
    ];

    [NamespaceFact]
    public void Every_checker_follows_its_real_server_down_and_up()
    {
        string[] absent = [.. CheckerPeers.Needed.Where(program => Machine.FindOnPath(program) is null)];
        Assert.True(absent.Length == 0, $"missing component: {string.Join(", ", absent)}");
        using NetworkNamespaceLan lan = new(output);
        LanHost director = lan.AddHost("d", "10.20.0.1/24");
        LanHost servers = lan.AddHost("s", $"{Server}/24");
        using CheckerPeers peers = new(servers);
        peers.Start();
        string file = Path.Combine(director.Directory, "number");
        File.WriteAllText(file, "0\n");
        using DirectorProcess daemon =
            new(director, DirectorKind.Ours, Config(file, peers.Certificate, director.Directory));

        Expect(daemon, peers, line => line.Up, 1);
        peers.Stop();
        servers.Ip("link", "set", "eth0", "down");
        File.WriteAllText(file, "1\n");
        Expect(daemon, peers, line => line.Down, 1);
        servers.Ip("link", "set", "eth0", "up");
        File.WriteAllText(file, "0\n");
        peers.Start();
        Expect(daemon, peers, line => line.Up, 2);

        daemon.Signal("USR1");
        string dump = Path.Combine(director.Directory, "keepalived_check.data");
        Eventually.That(
            () => File.Exists(dump)
                && File.ReadAllText(dump).Contains("Keepalive method = MISC_CHECK", StringComparison.Ordinal),
            "a dump of the checkers", daemon.Story);
        string text = File.ReadAllText(dump);
        Assert.Equal(_lines.Length, text.Split("Last duration = ").Length - 1);
        Assert.Equal(0, daemon.Stop());
    }

    private static void Expect(
        DirectorProcess daemon, CheckerPeers peers, Func<(string Up, string Down), string> words, int times)
    {
        foreach (string expected in _lines.Select(words))
        {
            Eventually.That(
                () => daemon.Log.Count(line => line.Contains(expected, StringComparison.Ordinal)
                    && (times == 1 || expected[^2..] != "by" || line.EndsWith("succeeded.", StringComparison.Ordinal)))
                    >= times,
                $"{times} times: {expected}",
                () => daemon.Story() + peers.Story());
        }
    }

    private static string Config(string file, string certificate, string directory) => $$"""
        global_defs {
            script_user root
        }
        SSL {
            ca {{certificate}}
        }
        track_file number {
            file {{file}}
            weight 0
        }
        {{Virtual(100, "tcp", 80, "TCP_CHECK {\nbindto 10.20.0.1\n}")}}
        {{Virtual(101, "tcp", 80, "HTTP_GET {\nurl {\npath /health\nstatus_code 200\nregex \"^ready\"\n}\n}")}}
        {{Virtual(102, "tcp", 443, "SSL_GET {\nenable_sni\nvirtualhost www.example\nhttp_protocol 1.1\nurl {\npath /\n"
            + "regex \"HTTP/1.1 www.example\"\n}\n}")}}
        {{Virtual(103, "tcp", 444, "SSL_GET {\nconnect_port 443\nenable_sni\nvirtualhost www.example\nhttp_protocol 2\n"
            + "verify_certificate\nurl {\npath /\nregex \"HTTP/2.0 www.example\"\n}\n}")}}
        {{Virtual(104, "tcp", 25, "SMTP_CHECK {\nhelo_name director.example\n}")}}
        {{Virtual(105, "udp", 53, "DNS_CHECK {\ntype A\nname example.org\nretry 0\n}")}}
        {{Virtual(106, "udp", 7, "UDP_CHECK {\npayload 0102\nrequire_reply 0X02\nmax_reply_length 2\n}")}}
        {{Virtual(107, "tcp", 81, "PING_CHECK {\n}")}}
        {{Virtual(108, "tcp", 82, "FILE_CHECK {\ntrack_file number\n}")}}
        {{Virtual(109, "tcp", 83, $"MISC_CHECK {{\nmisc_path \"/bin/grep -q 0 {file}\"\nretry 0\n}}")}}
        """;

    private static string Virtual(int host, string protocol, int port, string checker) => $$"""
        virtual_server 192.0.2.{{host}} {{port}} {
            delay_loop 0.5
            warmup 0
            delay_before_retry 0.2
            connect_timeout 1
            lvs_sched rr
            lvs_method NAT
            protocol {{protocol.ToUpperInvariant()}}
            real_server {{Server}} {{port}} {
                {{checker}}
            }
        }
        """;
}
