using System.Diagnostics;
using System.Globalization;
using Keepalived.Ipvs.Tests.CaseStudy;

namespace Keepalived.Ipvs.Tests.Reload;

/// <summary>
/// Requests through the kernel's table while the file changes at random and is reloaded: none of those for a server
/// that no change touches is lost, and a connection that is open all the while is never cut. The same on IPVS and on
/// nftables. IPVS_RELOADS sets the number of reloads (20 without it), IPVS_SEED makes others.
/// </summary>
[Collection("the kernel's table")]
public sealed class ReloadTrafficTests : IDisposable
{
    private const int DefaultReloads = 20;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly string[] s_servers = ["2", "3", "4", "5"];

    private readonly string _folder = Directory.CreateTempSubdirectory("ka-reload-").FullName;
    // Never empty: a service without servers is none.
    private readonly Dictionary<string, int> _changing = new() { ["5"] = 1 };
    private DirectorLan? _lan;
    private string _scheduler = "rr";
    private int _thirdWeight;
    private int _heldWeight = 1;
    private int _spareWeight;
    private string _plane = "ipvs";
    private string[] _schedulers = ["rr", "wrr", "lc", "wlc"];

    public void Dispose()
    {
        _lan?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    [Trait("Needs", "Ipvs")]
    public void Requests_for_servers_that_do_not_change_are_never_lost() => Run();

    [Fact]
    [Trait("Needs", "Namespaces")]
    public void Requests_for_servers_that_do_not_change_are_never_lost_on_nftables()
    {
        _plane = "nftables";
        _schedulers = ["rr", "wrr", "sh"];
        Run();
    }

    private void Run()
    {
        string daemon = CaseStudyTests.FindDaemon() ?? throw new InvalidOperationException("the daemon is not built");
        int reloads = Setting("IPVS_RELOADS", DefaultReloads);
        int seed = Setting("IPVS_SEED", 1);
        Console.WriteLine($"IPVS_SEED={seed} IPVS_RELOADS={reloads}");
        var random = new Random(seed);
        DirectorLan lan = Start(daemon);
        using Process requests = lan.StartRequests();
        using Process held = lan.StartHeldConnection();

        // From now on others are sent elsewhere; what is open stays.
        _spareWeight = 1;
        for (int n = 0; n < reloads; n++)
        {
            string change = Change(random);
            Write();
            lan.Reload();
            Expect(lan, change);
            held.StandardInput.WriteLine($"reload {n}");
            held.StandardInput.Flush();
            Assert.Equal($"reload {n}", held.StandardOutput.ReadLine());
        }

        held.StandardInput.Close();

        requests.StandardInput.Close();
        string[] outcome = requests.StandardOutput.ReadToEnd().Trim().Split(' ');
        Console.WriteLine($"answered {outcome[0]}, lost {outcome[1]}");
        Assert.Equal("0", outcome[1]);
        Assert.True(int.Parse(outcome[0], CultureInfo.InvariantCulture) > reloads, outcome[0]);
        Assert.Contains("192.168.100.2", outcome[2]);
        Assert.Contains("192.168.100.3", outcome[2]);
        Assert.Equal(0, lan.StopDaemon());
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value)
            ? value
            : otherwise;

    private DirectorLan Start(string daemon)
    {
        string certificate = Path.Join(_folder, "server.pem");
        Shell.Run(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "1", "-subj", "/CN=reload", "-keyout", certificate, "-out", $"{certificate}.crt");
        File.AppendAllText(certificate, File.ReadAllText($"{certificate}.crt"));
        _lan = new DirectorLan("rel", certificate);
        foreach (string server in (string[])[.. s_servers, "100"])
        {
            _lan.Tell($"up 192.168.100.{server} 80 http");
            _lan.Tell($"up 192.168.100.{server} 7 echo");
        }

        Write();
        _lan.StartDaemon(Path.Join(_folder, "own.log"), daemon, Path.Join(_folder, "keepalived.conf"));
        Expect(_lan, "start");
        return _lan;
    }

    /// <summary>Something of what is not watched: the other service, or the weight of the third server.</summary>
    private string Change(Random random)
    {
        string server = s_servers[random.Next(s_servers.Length)];
        int weight = random.Next(1, 9);
        switch (random.Next(5))
        {
            case 0 when _changing.Count > 1 && _changing.Remove(server):
                return $"without {server}";
            case 1:
                _scheduler = _schedulers[random.Next(_schedulers.Length)];
                return $"scheduler {_scheduler}";
            case 2:
                _thirdWeight = random.Next(4);
                return $"weight of the third server {_thirdWeight}";
            case 3:
                _heldWeight = random.Next(3);
                return $"weight of the server of the open connection {_heldWeight}";
            default:
                _changing[server] = weight;
                return $"server {server} weight {weight}";
        }
    }

    private void Write()
    {
        string third = Server("100", _thirdWeight);
        string text = $$"""
            global_defs {
                lvs_backend {{_plane}}
            }
            virtual_server 192.168.200.15 80 {
                delay_loop 1
                lb_algo wrr
                lb_kind NAT
                protocol TCP
            {{Server("2", 1)}}{{Server("3", 1)}}{{third}}
            }
            virtual_server 192.168.200.15 8080 {
                delay_loop 1
                lb_algo {{_scheduler}}
                lb_kind NAT
                protocol TCP
            {{string.Concat(_changing.Select(one => Server(one.Key, one.Value)))}}
            }
            virtual_server 192.168.200.15 7 {
                lb_algo wrr
                lb_kind NAT
                protocol TCP
                real_server 192.168.100.2 7 {
                    weight {{_heldWeight}}
                }
                real_server 192.168.100.3 7 {
                    weight {{_spareWeight}}
                }
            }

            """;
        File.WriteAllText(Path.Join(_folder, "keepalived.conf"), text);
    }

    private static string Server(string server, int weight) => string.Create(
        CultureInfo.InvariantCulture,
        $"real_server 192.168.100.{server} 80 {{\nweight {weight}\nTCP_CHECK {{\nconnect_timeout 5\n}}\n}}\n");

    private void Expect(DirectorLan lan, string change)
    {
        const string first = "192.168.200.15:80";
        const string second = "192.168.200.15:8080";
        const string third = "192.168.200.15:7";
        string[] expected =
        [
            $"-A -t {first} -s wrr",
            $"-a -t {first} -r 192.168.100.2:80 -m -w 1",
            $"-a -t {first} -r 192.168.100.3:80 -m -w 1",
            $"-a -t {first} -r 192.168.100.100:80 -m -w {_thirdWeight}",
            $"-A -t {second} -s {_scheduler}",
            $"-A -t {third} -s wrr",
            $"-a -t {third} -r 192.168.100.2:7 -m -w {_heldWeight}",
            $"-a -t {third} -r 192.168.100.3:7 -m -w {_spareWeight}",
            .. _changing.Select(one => $"-a -t {second} -r 192.168.100.{one.Key}:80 -m -w {one.Value}"),
        ];
        Array.Sort(expected, StringComparer.Ordinal);
        Stopwatch watch = Stopwatch.StartNew();
        while (!lan.Table(_plane).SequenceEqual(expected))
        {
            if (watch.Elapsed > s_patience)
            {
                string found = string.Join('\n', lan.Table(_plane));
                Assert.Fail(
                    $"{change}:\nexpected\n{string.Join('\n', expected)}\nfound\n{found}\n"
                    + File.ReadAllText(Path.Join(_folder, "own.log")));
            }

            Thread.Sleep(200);
        }
    }
}
