namespace Keepalived.Config.Tests.Validation;

public sealed class NftablesPlaneTests
{
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

    private static ConfigResult Read(string backend, string line) => ConfigText.Read(
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
        """);
}
