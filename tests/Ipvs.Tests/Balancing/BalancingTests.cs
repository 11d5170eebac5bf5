using Keepalived.Ipvs.Tests.CaseStudy;

namespace Keepalived.Ipvs.Tests.Balancing;

/// <summary>
/// One scenario, two data planes, one outcome: distribution by weight, sources, persistence, UDP, IPv6, firewall marks,
/// groups, all ports, counters, drain, sorry server, kill and successor, a flushed table, flushing, the stop.
/// </summary>
[Collection("the kernel's table")]
public sealed class BalancingTests : IDisposable
{
    private const string Outcome = """
        distribution: ok
        sources: ok
        persistence: ok
        others: ok
        groups: ok
        any_port: ok
        shown: ok
        drain: ok
        another: ok
        sorry: ok
        killed: ok
        flushed: ok
        emptied: ok
        stopped: ok

        """;

    private const string Takeover = """
        chosen: ok
        lost: ok
        back: ok
        changed: ok

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("ka-balancing-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Needs", "Ipvs")]
    public void Ipvs_balances() => Run("scenario.py", "ipvs", Outcome);

    [Fact]
    [Trait("Needs", "Namespaces")]
    public void Nftables_balances() => Run("scenario.py", "nftables", Outcome);

    [Fact]
    [Trait("Needs", "Ipvs")]
    public void Auto_finds_ipvs_on_both_directors_and_whichever_is_master_balances() =>
        Run("failover.py", "ipvs", Takeover);

    [Fact]
    [Trait("Needs", "Namespaces")]
    public void Auto_finds_nftables_on_both_directors_and_whichever_is_master_balances()
    {
        if (File.Exists("/proc/net/ip_vs"))
        {
            Console.WriteLine("skipped: this kernel has IPVS, which auto prefers");
            return;
        }

        Run("failover.py", "nftables", Takeover);
    }

    private void Run(string name, string plane, string outcome)
    {
        if (CaseStudyTests.FindDaemon() is not { } daemon)
        {
            Console.WriteLine("skipped: needs the built daemon");
            return;
        }

        string script = Path.Join(AppContext.BaseDirectory, "Balancing", name);
        string output = Shell.Run("python3", script, plane, daemon, _folder);
        Assert.Equal(outcome, output);
    }
}
