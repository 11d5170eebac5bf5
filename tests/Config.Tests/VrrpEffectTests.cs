using System.Net.Sockets;
using Keepalived.Config.Model;

namespace Keepalived.Config.Tests;

/// <summary>Keywords whose effect is another value somewhere else.</summary>
public sealed class VrrpEffectTests
{
    [Fact]
    public void Native_ipv6_makes_it_an_instance_of_IPv6()
    {
        Assert.Equal(AddressFamily.InterNetworkV6, Instance("native_ipv6\n no_virtual_ipaddress", "").Family);
        Assert.Equal(AddressFamily.InterNetwork, Instance("no_virtual_ipaddress", "").Family);
    }

    [Fact]
    public void No_virtual_address_is_permitted_by_its_keyword()
    {
        const string bare = "vrrp_instance A {\n interface eth0\n virtual_router_id 1\n version 3\n";
        Assert.NotEqual(0, ConfigText.Read(bare + "}").TestExitCode);
        Assert.Equal(0, ConfigText.Read(bare + " no_virtual_ipaddress\n}").TestExitCode);
    }

    [Fact]
    public void Strict_mode_changes_what_its_list_says()
    {
        const string loose = "version 3\n preempt_delay 5\n down_timer_adverts 5\n higher_prio_send_advert";
        VrrpInstanceConfig plain = Instance(loose);
        VrrpInstanceConfig strict = Instance(loose + "\n strict_mode");
        VrrpInstanceConfig all = Instance(loose, globals: "vrrp_strict");
        Assert.Equal((5, 5.0), (plain.DownTimerAdverts, plain.PreemptDelay.TotalSeconds));
        foreach (VrrpInstanceConfig config in new[] { strict, all })
        {
            Assert.Equal((3, 0.0), (config.DownTimerAdverts, config.PreemptDelay.TotalSeconds));
            Assert.True(config is { LowerPriorityNoAdvert: true, HigherPrioritySendAdvert: false, Accept: false });
            Assert.Equal(0u, config.Garp.LowerPriorityRepeat);
        }
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("no_accept", true)]
    [InlineData("strict_mode", true)]
    [InlineData("strict_mode\n accept", false)]
    public void Packets_to_the_address_are_refused_where_they_are_not_accepted(string lines, bool refused) =>
        Assert.Equal(refused, Instance("version 3\n " + lines).RefusesPackets);

    [Theory]
    [InlineData("global_defs {\n vrrp_iptables IN OUT\n}\n", "vrrp_iptables")]
    [InlineData("global_defs {\n vrrp_ipsets A\n}\n", "vrrp_ipsets")]
    [InlineData("global_defs {\n nftables_ifindex\n}\n", "nftables_ifindex")]
    [InlineData("child_wait_time 9\n", "child_wait_time")]
    [InlineData("namespace_with_ipsets\n", "namespace_with_ipsets")]
    public void Who_writes_what_changes_nothing_here_is_told(string text, string keyword)
    {
        ConfigResult result = ConfigText.Read(text);
        Assert.Equal(0, result.TestExitCode);
        Assert.StartsWith(keyword + ": ", Assert.Single(result.Diagnostics).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vrrp_garp_master_delay 7", "Garp.MasterDelay", "00:00:07")]
    [InlineData("vrrp_garp_master_repeat 7", "Garp.MasterRepeat", "7")]
    [InlineData("vrrp_garp_master_refresh 7", "Garp.MasterRefresh", "00:00:07")]
    [InlineData("vrrp_garp_master_refresh_repeat 7", "Garp.MasterRefreshRepeat", "7")]
    [InlineData("vrrp_garp_lower_prio_delay 7", "Garp.LowerPriorityDelay", "00:00:07")]
    [InlineData("vrrp_garp_lower_prio_repeat 7", "Garp.LowerPriorityRepeat", "7")]
    [InlineData("vrrp_min_garp", "Garp.MasterRepeat", "1")]
    [InlineData("vrrp_down_timer_adverts 7", "DownTimerAdverts", "7")]
    [InlineData("vrrp_lower_prio_no_advert", "LowerPriorityNoAdvert", "True")]
    [InlineData("vrrp_higher_prio_send_advert", "HigherPrioritySendAdvert", "True")]
    [InlineData("vrrp_skip_check_adv_addr", "SkipCheckAdvertAddress", "True")]
    [InlineData("vrrp_check_unicast_src", "CheckUnicastSource", "True")]
    [InlineData("vrrp_version 3", "Version", "3")]
    [InlineData("vrrp_notify_priority_changes", "NotifyPriorityChanges", "True")]
    [InlineData("v3_checksum_as_v2", "V3ChecksumAsV2", "True")]
    [InlineData("vrrp_mcast_group4 224.0.0.77", "MulticastDestination", "224.0.0.77")]
    [InlineData("smtp_alert_vrrp true", "SmtpAlert", "True")]
    public void A_global_default_of_VRRP_reaches_the_instance(string line, string property, string value)
    {
        Assert.Equal(value, Read(Instance("", globals: line), property));
        Assert.NotEqual(value, Read(Instance(""), property));
    }

    [Fact]
    public void Owner_ignores_adverts_by_the_global_default_too() =>
        Assert.True(Instance("priority 255", globals: "vrrp_owner_ignore_adverts").OwnerIgnoreAdverts);

    [Fact]
    public void Notify_priority_changes_of_a_group_may_differ_from_the_global_one()
    {
        ConfigResult result = ConfigText.Read(Text("", "", "")
            + "vrrp_sync_group G {\n group {\n A\n }\n notify_priority_changes\n}\n");
        Assert.True(result.Config.SyncGroups[0].NotifyPriorityChanges);
    }

    private static string? Read(object config, string path)
    {
        object? value = config;
        foreach (string name in path.Split('.'))
        {
            value = value!.GetType().GetProperty(name)!.GetValue(value);
        }

        return value?.ToString();
    }

    private static VrrpInstanceConfig Instance(
        string lines, string addresses = "virtual_ipaddress {\n 10.0.0.9\n }", string globals = "") =>
        ConfigText.Read(Text(lines, addresses, globals)).Config.Instances[0];

    private static string Text(string lines, string addresses, string globals) =>
        $"global_defs {{\n {globals}\n}}\nvrrp_instance A {{\n interface eth0\n virtual_router_id 1\n {addresses}\n"
        + $" {lines}\n}}\n";
}
