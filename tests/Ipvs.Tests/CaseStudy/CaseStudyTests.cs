using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Keepalived.Config.Tests;

namespace Keepalived.Ipvs.Tests.CaseStudy;

/// <summary>
/// The published health-check case study, the reference daemon and ours side by side, each with a LAN of its own. The
/// same happens to both; after each step both tables have to be the expected one, and the right servers answer.
/// </summary>
[Collection("the kernel's table")]
[Trait("Needs", "Ipvs")]
public sealed class CaseStudyTests : IDisposable
{
    private const string PageA = "page-a";
    private const string PageB = "page-b";
    private const string Web2 = "-a -t 192.168.200.15:80 -r 192.168.100.2:80 -m -w 2";
    private const string Web3 = "-a -t 192.168.200.15:80 -r 192.168.100.3:80 -m -w 1";
    private const string Sorry = "-a -t 192.168.200.15:80 -r 192.168.100.100:80 -m -w 1";
    private const string Secure2 = "-a -t 192.168.200.15:443 -r 192.168.100.2:443 -m -w 1";
    private const string Secure3 = "-a -t 192.168.200.15:443 -r 192.168.100.3:443 -m -w 1";
    private const string Mail4 = "-a -t 192.168.200.15:25 -r 192.168.100.4:25 -m -w 1";
    private const string Mail5 = "-a -t 192.168.200.15:25 -r 192.168.100.5:25 -m -w 2";
    private const string WebService = "-A -t 192.168.200.15:80 -s wrr -p 50";
    private const string SecureService = "-A -t 192.168.200.15:443 -s rr -p 360";
    private const string MailService = "-A -t 192.168.200.15:25 -s wlc -p 50";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("ka-case-").FullName;
    private readonly List<DirectorLan> _lans = [];
    private int _client = DirectorLan.FirstClient;

    public void Dispose()
    {
        foreach (DirectorLan lan in _lans)
        {
            lan.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Health_checks_keep_the_table_that_the_reference_daemon_keeps()
    {
        if (!Begin("health-checks.conf", "tcp"))
        {
            return;
        }

        string[] all = [WebService, Web2, Web3, SecureService, Secure2, Secure3, MailService, Mail4, Mail5];
        Expect("start", all);
        ExpectAnswers("http://192.168.200.15/who", "192.168.100.2", "192.168.100.3");

        Everywhere("page 192.168.100.2 /testurl/test.jsp changed");
        Expect("a page changes", [.. all.Except([Web2])]);
        ExpectAnswers("http://192.168.200.15/who", "192.168.100.3");

        Everywhere($"page 192.168.100.2 /testurl/test.jsp {PageA}");
        Expect("the page is back", all);
        ExpectAnswers("http://192.168.200.15/who", "192.168.100.2", "192.168.100.3");

        Everywhere("down 192.168.100.2 443", "down 192.168.100.4 25", "down 192.168.100.5 25");
        Expect("ports close", [.. all.Except([Secure2, Mail4, Mail5])]);

        Everywhere("down 192.168.100.2 80", "down 192.168.100.3 80");
        Expect("all web servers die", WebService, Sorry, SecureService, Secure3, MailService);
        ExpectAnswers("http://192.168.200.15/who", "192.168.100.100");

        Everywhere(
            "up 192.168.100.2 80 http", "up 192.168.100.3 80 http", "up 192.168.100.2 443 tcp",
            "up 192.168.100.4 25 tcp", "up 192.168.100.5 25 tcp");
        Expect("all return", all);
        ExpectAnswers("http://192.168.200.15/who", "192.168.100.2", "192.168.100.3");

        Assert.All(_lans, lan => Assert.Equal(0, lan.StopDaemon()));
        Assert.All(_lans, lan => Assert.Empty(lan.Table()));
    }

    [Fact]
    public void Tls_checks_keep_the_table_that_the_reference_daemon_keeps()
    {
        if (!Begin("health-checks-ssl.conf", "tls"))
        {
            return;
        }

        Expect("start", SecureService, Secure2, Secure3);
        ExpectAnswers("https://192.168.200.15/who", "192.168.100.2", "192.168.100.3");

        Everywhere("down 192.168.100.3 443");
        Expect("a TLS server dies", SecureService, Secure2);
        ExpectAnswers("https://192.168.200.15/who", "192.168.100.2");

        Everywhere("up 192.168.100.3 443 tls", "page 192.168.100.2 /testurl2/test.jsp changed");
        Expect("it is back, a page of the other changes", SecureService, Secure3);

        Everywhere($"page 192.168.100.2 /testurl2/test.jsp {PageB}");
        Expect("all is well", SecureService, Secure2, Secure3);
    }

    /// <summary>False, and a printed reason, where a piece is missing.</summary>
    private bool Begin(string file, string secureKind)
    {
        string? studies = SharedFolder.Of("case-studies");
        string? ours = FindDaemon();
        if (studies is null || ours is null || !File.Exists("/usr/sbin/keepalived"))
        {
            Console.WriteLine("skipped: needs shared/case-studies, the built daemon and Debian's keepalived");
            return false;
        }

        string config = Path.Join(_folder, "keepalived.conf");
        File.WriteAllText(config, Live(File.ReadAllText(Path.Join(studies, file))));
        string certificate = Path.Join(_folder, "server.pem");
        Shell.Run(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "1", "-subj", "/CN=case-study", "-keyout", certificate, "-out", $"{certificate}.crt");
        File.AppendAllText(certificate, File.ReadAllText($"{certificate}.crt"));
        foreach (string name in (string[])["ref", "own"])
        {
            DirectorLan lan = new(name, certificate);
            _lans.Add(lan);
            Populate(lan, secureKind);
        }

        _lans[0].StartDaemon(Path.Join(_folder, "ref.log"), "/usr/sbin/keepalived", config);
        _lans[1].StartDaemon(Path.Join(_folder, "own.log"), ours, config);
        return true;
    }

    /// <summary>The only changes: digests of the pages that are served, and a short interval.</summary>
    private static string Live(string config) => Regex.Replace(config, "delay_loop .*", "delay_loop 1")
        .Replace("ec90a42b99ea9a2f5ecbe213ac9eba03", Digest(PageA), StringComparison.Ordinal)
        .Replace("640205b7b0fc66c1ea91c463fac6334c", Digest(PageB), StringComparison.Ordinal);

    private static string Digest(string page) => Convert.ToHexStringLower(MD5.HashData(Encoding.ASCII.GetBytes(page)));

    private static void Populate(DirectorLan lan, string secureKind)
    {
        lan.Tell($"page 192.168.100.2 /testurl/test.jsp {PageA}");
        lan.Tell($"page 192.168.100.2 /testurl2/test.jsp {PageB}");
        lan.Tell($"page 192.168.100.3 /testurl/test.jsp {PageB}");
        lan.Tell("up 192.168.100.2 80 http");
        lan.Tell("up 192.168.100.3 80 http");
        lan.Tell("up 192.168.100.100 80 http");
        lan.Tell($"up 192.168.100.2 443 {secureKind}");
        lan.Tell($"up 192.168.100.3 443 {secureKind}");
        lan.Tell("up 192.168.100.4 25 tcp");
        lan.Tell("up 192.168.100.5 25 tcp");
    }

    /// <summary>The published daemon, or the built one.</summary>
    internal static string? FindDaemon()
    {
        const string build = "src/Keepalived.Daemon/bin";
        string[] places =
            ["artifacts/publish", $"{build}/Release/net10.0/linux-x64", $"{build}/Debug/net10.0/linux-x64"];
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string? found = places.Select(place => Path.Join(at.FullName, place, "keepalived-actors"))
                .FirstOrDefault(File.Exists);
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private void Everywhere(params string[] commands)
    {
        foreach (DirectorLan lan in _lans)
        {
            foreach (string command in commands)
            {
                lan.Tell(command);
            }
        }
    }

    /// <summary>
    /// Both tables become the expected one; how long that takes differs, for the checks run at their own pace.
    /// </summary>
    private void Expect(string step, params string[] table)
    {
        string[] expected = [.. table.Order(StringComparer.Ordinal)];
        Stopwatch watch = Stopwatch.StartNew();
        while (!_lans.TrueForAll(lan => lan.Table().SequenceEqual(expected)))
        {
            if (watch.Elapsed > s_patience)
            {
                Assert.Fail(
                    $"{step}:\nexpected\n{string.Join('\n', expected)}\n"
                    + $"reference\n{string.Join('\n', _lans[0].Table())}\n"
                    + $"here\n{string.Join('\n', _lans[1].Table())}\n"
                    + $"{File.ReadAllText(Path.Join(_folder, "ref.log"))}\n"
                    + File.ReadAllText(Path.Join(_folder, "own.log")));
            }

            Thread.Sleep(500);
        }

        Console.WriteLine($"{step}: {watch.Elapsed.TotalSeconds:f1} s");
    }

    /// <summary>Each client is a new one, because the services are persistent.</summary>
    private void ExpectAnswers(string url, params string[] servers)
    {
        const int clients = 5;
        foreach (DirectorLan lan in _lans)
        {
            Assert.Equal(servers, lan.Ask(_client, clients, url));
        }

        _client += clients;
    }
}
