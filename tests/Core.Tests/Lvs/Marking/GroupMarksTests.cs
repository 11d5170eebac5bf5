using Keepalived.Config;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Lvs.Marking;

namespace Keepalived.Core.Tests.Lvs.Marking;

/// <summary>Configuration text in; marks, wanted services and the language of nft out.</summary>
public sealed class GroupMarksTests
{
    private const string Web = "virtual_server_group WEB {\n192.0.2.1-3 80\n10.0.2.5-10.0.3.9 443\n198.51.100.1\n}\n";
    private const string Mail = "virtual_server_group MAIL {\n192.0.2.25 25\n2001:db8::25 25\n}\n";

    [Fact]
    public void Each_group_and_protocol_gets_the_next_mark_that_the_file_does_not_use_itself()
    {
        KeepalivedConfig config = Parse(
            "nftables_ipvs\nnftables_ipvs_start_fwmark 500",
            Web + Mail + Server("group WEB", "TCP") + Server("group WEB", "UDP") + Server("group MAIL", "TCP")
            + "virtual_server fwmark 501 {\nlvs_sched rr\nreal_server 203.0.113.1 80 {\n}\n}\n"
            + "virtual_server_group BY_MARK {\nfwmark 503\n}\n" + Server("group BY_MARK", "TCP"));
        GroupMarks marks = GroupMarks.Of(config, GroupMarks.None);

        Assert.Equal([500, 502, 504, 0, 0], config.VirtualServers.Items.Select(marks.Of));
        Assert.Equal(
            ["fwmark inet 500", "fwmark inet 502", "fwmark inet 504", "fwmark inet6 504", "fwmark inet 501",
                "fwmark inet 503"],
            Services(config, marks));
    }

    [Fact]
    public void Without_the_keyword_each_address_is_a_service()
    {
        KeepalivedConfig config = Parse("", Mail + Server("group MAIL", "TCP"));

        GroupMarks marks = GroupMarks.Of(config, GroupMarks.None);
        Assert.Equal(["6 192.0.2.25 25", "6 2001:db8::25 25"], Services(config, marks));
        Assert.Null(GroupMarking.Of(config, GroupMarks.None, []));
    }

    [Fact]
    public void A_group_keeps_its_mark_through_reloads_unless_the_count_starts_elsewhere()
    {
        KeepalivedConfig first = Parse("nftables_ipvs", Web + Mail + Server("group WEB", "TCP")
            + Server("group MAIL", "TCP"));
        GroupMarks marks = GroupMarks.Of(first, GroupMarks.None);
        KeepalivedConfig second = Parse("nftables_ipvs", Web + Mail + Server("group MAIL", "UDP")
            + Server("group MAIL", "TCP"));

        Assert.Equal([1000, 1001], first.VirtualServers.Items.Select(marks.Of));
        marks = GroupMarks.Of(second, marks);
        Assert.Equal([1000, 1001], second.VirtualServers.Items.Select(marks.Of));
        marks = GroupMarks.Of(first, marks);
        Assert.Equal([1000, 1001], first.VirtualServers.Items.Select(marks.Of));

        KeepalivedConfig third = Parse("nftables_ipvs\nnftables_ipvs_start_fwmark 7", Mail
            + Server("group MAIL", "TCP"));
        Assert.Equal([7], third.VirtualServers.Items.Select(GroupMarks.Of(third, marks).Of));
        Assert.Same(GroupMarks.None, GroupMarks.Of(Parse("", Web), marks));
    }

    [Fact]
    public void The_table_has_a_map_for_each_protocol_and_counts_if_asked()
    {
        string[] expected =
        [
            "table ip mine {",
            "map tcp_map { type ipv4_addr . inet_service : mark; flags interval; counter; elements = { "
                + "192.0.2.1-192.0.2.3 . 80 : 1000, 10.0.2.5-10.0.3.9 . 443 : 1000, 192.0.2.25 . 25 : 1001 }; }",
            "map tcp_any_port { type ipv4_addr : mark; flags interval; counter; elements = { 198.51.100.1 : 1000 }; }",
            "chain in { type filter hook input priority -7; policy accept;",
            "meta mark set ip daddr . tcp dport map @tcp_map counter return",
            "meta l4proto tcp meta mark set ip daddr map @tcp_any_port counter return",
            "}",
            "}",
            "table ip6 mine {",
            "map tcp_map { type ipv6_addr . inet_service : mark; flags interval; counter; elements = { "
                + "2001:db8::25 . 25 : 1001 }; }",
            "chain in { type filter hook input priority -7; policy accept;",
            "meta mark set ip6 daddr . tcp dport map @tcp_map counter return",
            "}",
            "}",
        ];
        Assert.Equal(expected, MarkingText
            .Whole(Both("nftables_ipvs mine\nnftables_ipvs_priority -7\nnftables_counters"), beforeNat: false)
            .TrimEnd()
            .Split('\n'));
        string beforeNat = MarkingText.Whole(Both("nftables_ipvs"), beforeNat: true);
        Assert.Contains("hook prerouting priority -101", beforeNat, StringComparison.Ordinal);
        Assert.Contains("hook output priority -101", beforeNat, StringComparison.Ordinal);
        Assert.DoesNotContain("counter", beforeNat, StringComparison.Ordinal);
        Assert.Contains("table ip keepalived_ipvs {", beforeNat, StringComparison.Ordinal);
    }

    [Fact]
    public void Traffic_that_two_groups_claim_is_that_of_the_first_and_the_rest_is_marked()
    {
        KeepalivedConfig config = Parse(
            "nftables_ipvs",
            "virtual_server_group A {\n192.0.2.5-6 80\n}\nvirtual_server_group B {\n192.0.2.0/28 80\n192.0.2.5 81\n}\n"
            + Server("group A", "TCP") + Server("group B", "TCP") + Server("group B", "UDP"));
        List<string> notices = [];
        GroupMarking marking = GroupMarking.Of(config, GroupMarks.Of(config, GroupMarks.None), notices)!;

        Assert.Equal(
            ["6 192.0.2.5-192.0.2.6 80 1000", "6 192.0.2.0-192.0.2.4 80 1001", "6 192.0.2.7-192.0.2.15 80 1001",
                "6 192.0.2.5-192.0.2.5 81 1001", "17 192.0.2.0-192.0.2.15 80 1002", "17 192.0.2.5-192.0.2.5 81 1002"],
            marking.Ranges.Items.Select(r => $"{r.Protocol} {r.First}-{r.Last} {r.Port} {r.Mark}"));
        Assert.Equal(
            ["virtual_server_group B: 192.0.2.0 port 80 is in another group too, whose mark 1000 it has"], notices);
    }

    [Fact]
    public void A_virtual_server_answers_at_all_addresses_of_its_group()
    {
        KeepalivedConfig config = Parse("nftables_ipvs", Web + Server("group WEB", "TCP"));
        bool Covers(string address) => WantedServices.Covers(
            config.VirtualServers[0], config.VirtualServerGroups[0], Wire.Ip.IpAddress.Parse(address));

        Assert.True(Covers("10.0.2.200"));
        Assert.True(Covers("192.0.2.3"));
        Assert.False(Covers("192.0.2.4"));
        Assert.False(Covers("2001:db8::1"));
    }

    private static GroupMarking Both(string global)
    {
        KeepalivedConfig config = Parse(
            global, Web + Mail + Server("group WEB", "TCP") + Server("group MAIL", "TCP"));
        List<string> notices = [];
        GroupMarking marking = GroupMarking.Of(config, GroupMarks.Of(config, GroupMarks.None), notices)!;
        Assert.Empty(notices);
        return marking;
    }

    private static IEnumerable<string> Services(KeepalivedConfig config, GroupMarks marks) => NamedVirtualServer
        .All(config)
        .SelectMany(server => WantedServices.Of(
            server.Config, VirtualServerMachine.Initial(server.Config), server.Group, marks.Of(server.Config)))
        .Select(service => service.Service.Key.ToString());

    private static string Server(string key, string protocol) => $"virtual_server {key} {{\nlvs_sched rr\n"
        + $"protocol {protocol}\nlvs_method TUN\npersistence_timeout 60\nreal_server 203.0.113.1 0 {{\n}}\n}}\n";

    private static KeepalivedConfig Parse(string global, string text) =>
        ConfigLoader.Parse($"global_defs {{\n{global}\n}}\n{text}", "k.conf").Config;
}
