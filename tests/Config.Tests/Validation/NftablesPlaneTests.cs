using Keepalived.Config.Diagnostics;

namespace Keepalived.Config.Tests.Validation;

public sealed class NftablesPlaneTests
{
    private const string Subject =
        "Virtual server [10.0.0.1]:tcp:80: this kernel has no IPVS, and nftables in its place cannot do";

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("lb_algo sh", "", 0)]
    [InlineData("lb_algo wlc", "lb_algo wlc", 5)]
    [InlineData("lb_kind DR", "lb_kind", 5)]
    [InlineData("lb_kind TUN", "lb_kind", 5)]
    [InlineData("persistence_engine sip", "persistence_engine sip", 5)]
    [InlineData("protocol UDP\n ops", "ops", 5)]
    public void What_nftables_cannot_do_is_an_error_of_the_configuration_test(string line, string named, int exitCode)
    {
        ConfigResult result = Read("nftables", line);
        Assert.Equal(exitCode, result.TestExitCode);
        Assert.Equal(
            named.Length > 0,
            result.Diagnostics.Any(d => d.Text.Contains("lvs_backend nftables cannot do", StringComparison.Ordinal)
                && d.Text.Contains(named, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("ipvs")]
    public void Where_IPVS_may_carry_it_nothing_is_said(string backend) =>
        Assert.Equal(0, Read(backend, "lb_algo wlc\n lb_kind DR").TestExitCode);

    [Fact]
    public void Auto_on_a_kernel_without_IPVS_is_advice_of_the_test_and_keeps_its_exit_code()
    {
        TestEnvironment without = new() { HasIpvs = false };
        ConfigResult test = Read("auto", "lb_algo wlc\n lb_kind DR", without);
        Assert.Equal(0, test.TestExitCode);
        Assert.Equal(
            [
                $"{Subject} lb_algo wlc",
                $"{Subject} the lb_kind of real server 10.1.1.1",
            ],
            Advice(test).Where(text => text.StartsWith(Subject, StringComparison.Ordinal)));
        Assert.Equal("wlc", test.Config.VirtualServers[0].Scheduler);

        // Where it runs, what is refused is said when it is refused.
        Assert.DoesNotContain(Advice(Read("auto", "lb_algo wlc", without, isTest: false)), IsOfPlane);
        Assert.DoesNotContain(Advice(Read("ipvs", "lb_algo wlc", without)), IsOfPlane);
        Assert.DoesNotContain(Advice(Read("auto", "lb_algo sh", without)), IsOfPlane);
    }

    private static bool IsOfPlane(string text) => text.Contains("nftables", StringComparison.Ordinal);

    private static IEnumerable<string> Advice(ConfigResult result) =>
        result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Advice).Select(d => d.Text);

    private static ConfigResult Read(
        string backend, string line, TestEnvironment? environment = null, bool isTest = true) => ConfigLoader.Parse(
        $$"""
        global_defs {
          lvs_backend {{backend}}
        }
        virtual_server 10.0.0.1 80 {
          lb_algo rr
          lb_kind NAT
          protocol TCP
          {{line}}
          real_server 10.1.1.1 80 {
            weight 1
          }
        }
        """,
        "keepalived.conf",
        new ConfigLoaderOptions { Environment = environment ?? new TestEnvironment(), IsTest = isTest });
}
