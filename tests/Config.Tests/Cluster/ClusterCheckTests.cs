using Keepalived.Config.Cluster;

namespace Keepalived.Config.Tests.Cluster;

/// <summary>Two directors that do not fit each other, one way at a time.</summary>
public sealed class ClusterCheckTests
{
    private const string Key = "key 1 0123456789abcdef0123456789abcdef\n";

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
    [InlineData("advert_int 1", "advert_int 2",
        "error: b.conf:1:1: R: advert_int is 2, but 1 in a.conf "
            + "(each drops the other's adverts, and both become Master)")]
    [InlineData("advert_int 1", "advert_int 1\nversion 3",
        "error: b.conf:1:1: R: version is 3, but 2 in a.conf (neither understands the other, and both become Master)")]
    [InlineData("advert_int 1", "authentication {\nauth_type PASS\nauth_pass x\n}",
        "error: b.conf:1:1: R: auth_type is PASS, but none in a.conf (both become Master)")]
    [InlineData("advert_int 1", "unicast_peer {\n10.0.0.1\n}",
        "error: b.conf:1:1: R: one speaks unicast, the other multicast (both become Master)")]
    public void What_keeps_them_from_hearing_each_other_makes_both_master(string text, string other, string finding)
    {
        ClusterCheck check = Changed(text, other);

        Assert.Equal(finding.Replace("R:", "virtual router 51 (IPv4):"), Assert.Single(check.Findings.Select(Told)));
        Assert.Equal(
            "virtual router 51 (IPv4): a.conf and b.conf do not hear each other: each is Master and has the addresses",
            Assert.Single(check.Forecast));
    }

    [Theory]
    [InlineData("10.0.0.101/24\n", "\n",
        "error: b.conf:1:1: R: 10.0.0.101 of a.conf is missing here "
            + "(it goes with the Master that has it and does not come back)")]
    [InlineData("10.0.0.101/24", "10.0.0.101/24\n10.0.0.102/24",
        "error: b.conf:1:1: R: 10.0.0.102 is missing in a.conf (it is there only while this director is Master)")]
    [InlineData("10.0.0.100/24\n        10.0.0.101/24", "10.0.0.101/24\n10.0.0.100/24",
        "warning: b.conf:1:1: R: the addresses are in another order than in a.conf "
            + "(it works; some routers compare the order)")]
    public void Addresses_that_differ_are_named(string text, string other, string finding)
    {
        ClusterCheck check = Changed(text, other);

        Assert.Equal(finding.Replace("R:", "virtual router 51 (IPv4):"), Assert.Single(check.Findings.Select(Told)));
        Assert.StartsWith("virtual router 51 (IPv4): a.conf is Master (200)", Assert.Single(check.Forecast));
    }

    [Fact]
    public void Another_password_is_found_and_not_told()
    {
        const string pass = "authentication {\nauth_type PASS\nauth_pass x\n}";
        ClusterCheck check = Check(
            Good.Replace("advert_int 1", pass),
            Good.Replace("priority 200", "priority 100").Replace("advert_int 1", pass.Replace("pass x", "pass y")));

        Assert.Equal(
            "error: b.conf:1:1: virtual router 51 (IPv4): auth_pass is another one than in a.conf (both become Master)",
            Assert.Single(check.Findings.Select(Told)));
    }

    [Fact]
    public void Virtual_router_of_one_file_only_has_nobody_who_takes_over()
    {
        ClusterCheck check = Changed("virtual_router_id 51", "virtual_router_id 52");

        Assert.Equal(
            [
                "warning: a.conf:1:1: virtual router 51 (IPv4) is not in b.conf: nobody there takes over "
                    + "(the same virtual_router_id in both, unless that director is not meant to have it)",
                "warning: b.conf:1:1: virtual router 52 (IPv4) is not in a.conf: nobody there takes over "
                    + "(the same virtual_router_id in both, unless that director is not meant to have it)",
            ],
            check.Findings.Select(Told));
        Assert.Equal(
            [
                "virtual router 51 (IPv4): a.conf is Master (200) and returns to it after a failure; nobody stands by",
                "virtual router 52 (IPv4): b.conf is Master (100) and returns to it after a failure; nobody stands by",
            ],
            check.Forecast);
    }

    [Theory]
    [InlineData(150, "warning: b.conf:1:1: virtual router 51 (IPv4): a.conf and b.conf have the same priority 150 "
        + "(whoever is first stays Master; if both start together, the higher address decides)")]
    [InlineData(255, "error: b.conf:1:1: virtual router 51 (IPv4): a.conf and b.conf both claim to own the addresses "
        + "(priority 255) (only one may)")]
    public void Equal_priorities_make_no_clear_master(int priority, string finding)
    {
        string text = Good.Replace("priority 200", $"priority {priority}");

        ClusterCheck check = Check(text, text);

        Assert.Equal(finding, Assert.Single(check.Findings.Select(Told)));
        Assert.Equal(
            $"virtual router 51 (IPv4): no clear Master, a.conf and b.conf have priority {priority}",
            Assert.Single(check.Forecast));
    }

    private static ClusterCheck Changed(string text, string other)
    {
        string second = Good.Replace("priority 200", "priority 100").ReplaceLineEndings("\n");
        Assert.Contains(text, second);
        return Check(Good, second.Replace(text, other));
    }

    private static string Told(Diagnostics.ConfigDiagnostic found) =>
        $"{Diagnostics.DiagnosticText.Word(found.Severity)}: {found}";

    [Fact]
    public void Peers_have_to_name_each_other()
    {
        string first = Good.Replace("advert_int 1", "unicast_src_ip 10.0.0.1\nunicast_peer {\n10.0.0.2\n}");
        string second = Good.Replace("priority 200", "priority 100")
            .Replace("advert_int 1", "unicast_src_ip 10.0.0.2\nunicast_peer {\n10.0.0.3\n}");

        ClusterCheck check = Check(first, second);

        Diagnostics.ConfigDiagnostic found = Assert.Single(check.Findings);
        Assert.Equal("b.conf", found.File);
        Assert.Equal(
            "virtual router 51 (IPv4): 10.0.0.1, unicast_src_ip in a.conf, is no unicast_peer here", found.Text);
    }

    [Fact]
    public void Groups_hold_the_same_virtual_routers_whatever_they_are_called()
    {
        string both = Good + "\n" + Good.Replace("VI_1", "VI_2").Replace("id 51", "id 52").Replace(".10", ".20");
        string grouped = both + "\nvrrp_sync_group G {\ngroup {\nVI_1\nVI_2\n}\n}\n";
        string lower = both.Replace("priority 200", "priority 100");

        Assert.Empty(Check(grouped, grouped.Replace("priority 200", "priority 100").Replace("VI_", "X_")).Findings);
        Assert.Equal(
            "error: a.conf:21:1: the virtual routers 51, 52 are a vrrp_sync_group here, but not in b.conf "
                + "(the directors would split them)",
            Told(Assert.Single(Check(grouped, lower).Findings)));
        Assert.Equal(
            "error: b.conf:21:1: the virtual routers 51, 52 are a vrrp_sync_group here, but not in a.conf "
                + "(the directors would split them)",
            Told(Assert.Single(Check(lower, grouped).Findings)));
    }

    [Theory]
    [InlineData(Key, "", "a.conf:1:1: R: adverts are signed here, and b.conf has no auth_hmac and drops them")]
    [InlineData(Key + "mode enforce", Key + "mode receive-only",
        "b.conf:1:1: R: adverts are not signed here, and a.conf takes none without a signature (auth_hmac)")]
    [InlineData(Key + "active_key 1", "key 2 fedcba9876543210fedcba9876543210\n" + Key + "active_key 2",
        "b.conf:1:1: R: adverts are signed with auth_hmac key 2, which a.conf does not have")]
    [InlineData(Key, "key 1 fedcba9876543210fedcba9876543210\n",
        "a.conf:1:1: R: auth_hmac key 1 is another one than in b.conf")]
    public void Who_cannot_check_the_signature_does_not_hear_the_other(string first, string second, string finding)
    {
        ClusterCheck check = Check(Signed(Good, first), Signed(Good.Replace("priority 200", "priority 100"), second));

        Assert.Equal(
            $"error: {finding.Replace("R:", "virtual router 51 (IPv4):")} (both become Master)",
            check.Findings.Select(Told).First());
        Assert.Contains("do not hear each other", Assert.Single(check.Forecast));
    }

    [Theory]
    [InlineData(Key, Key)]
    [InlineData(Key + "mode permissive", Key + "mode receive-only")]
    [InlineData(Key + "active_key 1", "key 2 fedcba9876543210fedcba9876543210\n" + Key + "active_key 1")]
    [InlineData("key 1 file:/etc/keepalived/a.key\n", "key 1 file:/etc/keepalived/b.key\n")]
    public void Directors_that_can_check_each_others_signatures_fit(string first, string second) => Assert.Empty(
        Check(Signed(Good, first), Signed(Good.Replace("priority 200", "priority 100"), second)).Findings);

    private static string Signed(string text, string hmac) => text.Replace(
        "advert_int 1", hmac.Length == 0 ? "version 3" : $"version 3\nauth_hmac {{\n{hmac}\n}}");

    [Fact]
    public void Weights_that_can_never_bring_the_first_below_the_second_are_named()
    {
        string first = Good.Replace("advert_int 1", "track_interface {\neth1 weight -50\n}");

        Assert.Equal(
            "advice: a.conf:1:1: virtual router 51 (IPv4): with every tracker failing the priority here is still 150, "
                + "above the 100 of b.conf: it stays Master (weights that add up to more than 100)",
            Told(Assert.Single(Check(first, Good.Replace("priority 200", "priority 100")).Findings)));
    }

    private static ClusterCheck Check(string first, string second) =>
        ClusterCheck.Of([Member("a.conf", first), Member("b.conf", second)]);

    private static ClusterMember Member(string file, string text) => new(
        file,
        ConfigLoader.Parse(text, file, new ConfigLoaderOptions { Environment = new TestEnvironment(), IsTest = true })
            .Config);
}
