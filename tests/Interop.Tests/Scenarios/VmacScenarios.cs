using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>Virtual interfaces that were there before, that a killed daemon left, that somebody deletes.</summary>
public sealed class VmacScenarios(ITestOutputHelper output)
{
    private const string Mac = "00:00:5e:00:01:33";

    private static readonly InstanceText _vmac = new(100) { More = "use_vmac" };

    [NamespaceFact]
    public void What_a_killed_daemon_left_goes_and_every_switch_is_as_it_was()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        Write(host, "all/rp_filter", "1");
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, _vmac.ToString());
        director.WaitFor("MASTER");
        Assert.Equal(
            ("0", "1", "0", "1"),
            (Read(host, "all/rp_filter"), Read(host, "eth0/rp_filter"), Read(host, "vrrp.51/rp_filter"),
                Read(host, "eth0/arp_ignore")));
        director.KillHard();
        Assert.Contains("vrrp.51", host.Ip("link"));

        director = lan.Start(host, DirectorKind.Ours, new InstanceText(100).ToString());
        director.WaitFor("MASTER");

        Assert.DoesNotContain("vrrp.51", host.Ip("link"));
        Assert.Equal(
            ("1", "0", "0", "0"),
            (Read(host, "all/rp_filter"), Read(host, "eth0/rp_filter"), Read(host, "eth0/arp_ignore"),
                Read(host, "eth0/arp_filter")));
        Assert.Equal(0, director.Stop());
    }

    [NamespaceFact]
    public void An_interface_with_the_right_address_is_used_and_stays()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        host.Ip("link", "add", "vrrp.51", "link", "eth0", "address", Mac, "type", "macvlan", "mode", "private");

        DirectorProcess director = lan.Start(host, DirectorKind.Ours, _vmac.ToString());
        director.WaitFor("MASTER");
        Eventually.That(() => host.Addresses.Has("10.0.0.100"), "the address is there", director.Story);
        Assert.Equal(0, director.Stop());

        Assert.Contains("vrrp.51", host.Ip("link"));
    }

    [NamespaceFact]
    public void An_interface_of_somebody_else_is_left_alone_and_reported()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        host.Ip("link", "add", "vrrp.51", "type", "bridge");

        DirectorProcess director = lan.Start(host, DirectorKind.Ours, _vmac.ToString());
        director.WaitFor("FAULT");
        director.WaitForLog("there is another interface of this name");
        Assert.Equal(0, director.Stop());

        Assert.Contains("vrrp.51", host.Ip("link", "show", "type", "bridge"));
    }

    [NamespaceFact]
    public void A_deleted_interface_is_made_again()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, _vmac.ToString());
        director.WaitFor("MASTER");

        host.Ip("link", "del", "vrrp.51");
        Eventually.That(
            () => director.Transitions.Count(t => t.State == "MASTER") == 2 && host.Addresses.Has("10.0.0.100"),
            "it is master again", director.Story);

        Assert.Contains(Mac, host.Ip("link", "show", "vrrp.51"));
        Assert.Equal(0, director.Stop());
    }

    [NamespaceFact]
    public void A_bridge_carries_a_virtual_router_too()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        host.Ip("link", "add", "br0", "type", "bridge");
        host.Ip("addr", "add", "10.8.0.1/24", "dev", "br0");
        host.Ip("link", "set", "br0", "up");
        host.Ip("link", "add", "port0", "type", "veth", "peer", "name", "port1");
        host.Ip("link", "set", "port0", "master", "br0", "up");
        host.Ip("link", "set", "port1", "up");

        DirectorProcess director = lan.Start(host, DirectorKind.Ours, (_vmac with
        {
            Interface = "br0",
            Addresses = ["10.8.0.100/24"],
            More = "use_vmac netlink_notify_msg group 5",
        }).ToString());
        director.WaitFor("MASTER");

        Eventually.That(
            () => host.Ip("addr", "show", "dev", "vrrp.51").Contains("10.8.0.100", StringComparison.Ordinal),
            "the address is there", director.Story);
        Assert.Contains("vrrp.51@br0", host.Ip("link", "show", "group", "5"));
        Assert.Equal(0, director.Stop());
    }

    [NamespaceFact]
    public void An_address_that_is_not_accepted_does_not_answer_and_no_rule_outlives_its_need()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        LanHost client = lan.AddHost("b", "10.0.0.2/24");
        // The words for iptables change nothing: the same packets are dropped in the same table.
        string config = "global_defs {\nvrrp_iptables\nvrrp_ipsets\n}\n" + (_vmac with { More = "no_accept" });
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, config);
        director.WaitFor("MASTER");
        Eventually.That(() => host.Addresses.Has("10.0.0.100"), "the address is there", director.Story);
        Assert.False(Answers(client, "10.0.0.100"));
        Eventually.That(() => Answers(client, "10.0.0.1"), "its own address answers", director.Story);
        director.KillHard();
        Assert.Contains("10.0.0.100", Rules(host));

        director = lan.Start(host, DirectorKind.Ours, new InstanceText(100).ToString());
        director.WaitFor("MASTER");
        Eventually.That(() => host.Addresses.Has("10.0.0.100"), "the address is there again", director.Story);

        Assert.Equal("", Rules(host));
        // Not before the client has heard whose it is now.
        Eventually.That(() => Answers(client, "10.0.0.100"), "the address answers", director.Story);
        Assert.Equal(0, director.Stop());
    }

    [NamespaceTheory]
    [InlineData("flush ruleset")]
    [InlineData("delete table ip keepalived")]
    [InlineData("flush chain ip keepalived in")]
    [InlineData("flush set ip keepalived vips")]
    public void What_somebody_takes_from_our_firewall_table_is_put_back_at_once(string command)
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        DirectorProcess director = lan.Start(
            host, DirectorKind.Ours, (_vmac with { More = "use_vmac\nno_accept" }).ToString());
        director.WaitFor("MASTER");
        Eventually.That(() => host.Addresses.Has("10.0.0.100"), "the address is there", director.Story);
        string before = Rules(host);
        Assert.Contains("10.0.0.100", before);

        Shell.Run("ip", ["netns", "exec", host.Namespace, "nft", .. command.Split(' ')]);
        Eventually.That(() => Rules(host) == before, "the table is as it was", director.Story);
        director.WaitForLog("nftables table ip keepalived was changed by another program, put back");

        // Once: our own transactions are told as well, and must not count as somebody else's.
        Assert.Equal(0, director.Stop());
        Assert.Single(director.Log, line => line.Contains("was changed by another", StringComparison.Ordinal));
        Assert.Equal("", Rules(host));
    }

    [NamespaceFact]
    public void Reports_of_local_groups_are_off_from_start_to_stop()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        string config = "global_defs {\ndisable_local_igmp\n}\n" + new InstanceText(100);
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, config);
        director.WaitFor("MASTER");
        Assert.Equal("0", Read(host, "../igmp_link_local_mcast_reports"));

        Assert.Equal(0, director.Stop());
        Assert.Equal("1", Read(host, "../igmp_link_local_mcast_reports"));
    }

    private static bool Answers(LanHost client, string address) => Shell.Try(
        "ip", "netns", "exec", client.Namespace, "ping", "-n", "-c", "1", "-W", "1", address).Code == 0;

    private static string Rules(LanHost host) =>
        Shell.Run("ip", "netns", "exec", host.Namespace, "nft", "list", "ruleset").Trim();

    private static string Read(LanHost host, string name) =>
        Shell.Run("ip", "netns", "exec", host.Namespace, "cat", $"/proc/sys/net/ipv4/conf/{name}").Trim();

    private static void Write(LanHost host, string name, string value) => Shell.Run(
        "ip", "netns", "exec", host.Namespace, "sh", "-c", $"echo {value} >/proc/sys/net/ipv4/conf/{name}");
}
