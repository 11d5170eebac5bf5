using Keepalived.Config.Cluster;

namespace Keepalived.Config.Tests.Cluster;

/// <summary>Two directors that do not fit each other, one way at a time.</summary>
public sealed class ClusterCheckTests
{
    private const string Good = """
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 51
            priority 200
            advert_int 1
            virtual_ipaddress {
                10.0.0.100/24
                10.0.0.101/24
            }
        }
        """;

    [Fact]
    public void Directors_that_differ_in_priority_only_fit_and_the_higher_one_is_master()
    {
        ClusterCheck check = Check(Good, Good.Replace("priority 200", "priority 100"));

        Assert.Empty(check.Findings);
        Assert.Equal(
            "virtual router 51 (IPv4): a.conf is Master (200) and returns to it after a failure; next is b.conf (100)",
            Assert.Single(check.Forecast));
    }

    [Theory]
    [InlineData("advert_int 1", "advert_int 2", "error", "advert_int is 2, but 1 in a.conf")]
    [InlineData("advert_int 1", "advert_int 1\nversion 3", "error", "version is 3, but 2 in a.conf")]
    [InlineData("virtual_router_id 51", "virtual_router_id 52", "warning", "is not in b.conf: nobody there takes over")]
    [InlineData("10.0.0.101/24\n", "\n", "error", "10.0.0.101 of a.conf is missing here")]
    [InlineData("10.0.0.101/24", "10.0.0.101/24\n10.0.0.102/24", "error", "10.0.0.102 is missing in a.conf")]
    [InlineData("10.0.0.100/24", "10.0.0.101/24\n10.0.0.100/24", "warning", "another order")]
    [InlineData("priority 100", "priority 200", "warning", "a.conf and b.conf have the same priority 200")]
    [InlineData("advert_int 1", "authentication {\nauth_type PASS\nauth_pass x\n}", "error", "auth_type is Pass")]
    [InlineData("advert_int 1", "unicast_peer {\n10.0.0.1\n}", "error", "one speaks unicast, the other multicast")]
    public void What_one_file_says_otherwise_is_found(string text, string other, string severity, string finding)
    {
        string second = Good.Replace("priority 200", "priority 100").ReplaceLineEndings("\n");
        Assert.Contains(text, second);
        if (other.StartsWith("10.0.0.101/24\n10.0.0.100", StringComparison.Ordinal))
        {
            second = second.Replace("10.0.0.101/24\n", "\n");
        }

        ClusterCheck check = Check(Good, second.Replace(text, other));

        Assert.Contains(check.Findings, found => found.Text.Contains(finding, StringComparison.Ordinal)
            && Diagnostics.DiagnosticText.Word(found.Severity) == severity && found.Span.IsKnown);
    }

    [Fact]
    public void Peers_have_to_name_each_other()
    {
        string first = Good.Replace("advert_int 1", "unicast_src_ip 10.0.0.1\nunicast_peer {\n10.0.0.2\n}");
        string second = Good.Replace("priority 200", "priority 100")
            .Replace("advert_int 1", "unicast_src_ip 10.0.0.2\nunicast_peer {\n10.0.0.3\n}");

        ClusterCheck check = Check(first, second);

        Diagnostics.ConfigDiagnostic found = Assert.Single(check.Findings);
        Assert.Equal("b.conf", found.File);
        Assert.Contains("10.0.0.1, unicast_src_ip in a.conf, is no unicast_peer here", found.Text);
    }

    [Fact]
    public void Groups_hold_the_same_virtual_routers_whatever_they_are_called()
    {
        string both = Good + "\n" + Good.Replace("VI_1", "VI_2").Replace("id 51", "id 52").Replace(".10", ".20");
        string grouped = both + "\nvrrp_sync_group G {\ngroup {\nVI_1\nVI_2\n}\n}\n";
        string lower = both.Replace("priority 200", "priority 100");

        Assert.Empty(Check(grouped, grouped.Replace("priority 200", "priority 100").Replace("VI_", "X_")).Findings);
        Diagnostics.ConfigDiagnostic found = Assert.Single(Check(grouped, lower).Findings);
        Assert.Equal("the virtual routers 51, 52 are a vrrp_sync_group in a.conf only", found.Text);
    }

    private static ClusterCheck Check(string first, string second) =>
        ClusterCheck.Of([Member("a.conf", first), Member("b.conf", second)]);

    private static ClusterMember Member(string file, string text) => new(
        file,
        ConfigLoader.Parse(text, file, new ConfigLoaderOptions { Environment = new TestEnvironment(), IsTest = true })
            .Config);
}
