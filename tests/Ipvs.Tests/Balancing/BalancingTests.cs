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

    private readonly string _folder = Directory.CreateTempSubdirectory("ka-balancing-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Needs", "Ipvs")]
    public void Ipvs_balances() => Run("ipvs");

    [Fact]
    [Trait("Needs", "Namespaces")]
    public void Nftables_balances() => Run("nftables");

    private void Run(string backend)
    {
        if (CaseStudyTests.FindDaemon() is not { } daemon)
        {
            Console.WriteLine("skipped: needs the built daemon");
            return;
        }

        string script = Path.Join(AppContext.BaseDirectory, "Balancing", "scenario.py");
        string output = Shell.Run("python3", script, backend, daemon, _folder);
        Assert.Equal(Outcome, output);
    }
}
