using Keepalived.Config.Diff;
using Keepalived.Config.Model;

namespace Keepalived.Config.Tests.Diff;

public sealed class ConfigDiffTests
{
    private const string Text = """
        global_defs {
            router_id A
        }
        vrrp_instance V1 {
            interface eth0
            virtual_router_id 1
            virtual_ipaddress {
                10.0.0.1
            }
        }
        vrrp_instance V2 {
            interface eth1
            virtual_router_id 2
            priority 50
            virtual_ipaddress {
                10.0.0.2
            }
        }
        virtual_server 10.0.0.1 80 {
            lb_algo rr
            lb_kind NAT
            protocol TCP
            real_server 10.1.1.1 80 {
                TCP_CHECK {
                }
            }
        }
        """;

    private static KeepalivedConfig Read(string text) => ConfigText.Read(text).Config;

    [Fact]
    public void Same_text_gives_no_difference() => Assert.True(ConfigDiff.Between(Read(Text), Read(Text)).IsEmpty);

    [Fact]
    public void Moving_objects_within_the_file_gives_no_difference() =>
        Assert.True(ConfigDiff.Between(Read(Text),
            Read("# a comment\n\n" + Text.Replace("interface eth1", "\n\n  interface  eth1"))).IsEmpty);

    [Fact]
    public void Renamed_instance_is_changed_in_place()
    {
        ConfigDiff diff = ConfigDiff.Between(Read(Text), Read(Text.Replace("V1", "Other")));
        var change = Assert.IsType<Change<VrrpInstanceConfig>.Changed>(Assert.Single(diff.Instances));
        Assert.Equal(("V1", "Other"), (change.Before.Name, change.After.Name));
    }

    [Theory]
    [InlineData("virtual_router_id 1\n", "virtual_router_id 9\n")]
    [InlineData("interface eth0", "interface eth5")]
    [InlineData("10.0.0.1\n", "2001:db8::1\n")]
    [InlineData("virtual_router_id 1\n", "virtual_router_id 1\n unicast_peer {\n 10.9.9.9\n }\n")]
    [InlineData("virtual_router_id 1\n", "virtual_router_id 1\n use_vmac\n")]
    public void Another_virtual_router_replaces_the_old_one(string before, string after)
    {
        ConfigDiff diff = ConfigDiff.Between(Read(Text), Read(ReplaceFirst(Text, before, after)));
        Assert.Collection(diff.Instances,
            static c => Assert.Equal("V1", Assert.IsType<Change<VrrpInstanceConfig>.Removed>(c).Item.Name),
            static c => Assert.Equal("V1", Assert.IsType<Change<VrrpInstanceConfig>.Added>(c).Item.Name));
    }

    [Fact]
    public void Changed_priority_lists_that_instance_only()
    {
        ConfigDiff diff = ConfigDiff.Between(Read(Text), Read(Text.Replace("priority 50", "priority 60")));
        var change = Assert.IsType<Change<VrrpInstanceConfig>.Changed>(Assert.Single(diff.Instances));
        Assert.Equal(60, change.After.Priority);
        Assert.Null(diff.Global);
        Assert.True(diff.VirtualServers.IsEmpty);
    }

    [Fact]
    public void Global_default_reaches_the_instances_that_inherit_it()
    {
        ConfigDiff diff = ConfigDiff.Between(Read(Text),
            Read(Text.Replace("router_id A", "router_id A\n vrrp_garp_master_delay 9")));
        Assert.NotNull(diff.Global);
        Assert.Equal(2, diff.Instances.Count);
    }

    [Fact]
    public void Virtual_server_is_matched_by_address_port_and_protocol()
    {
        Assert.IsType<Change<VirtualServerConfig>.Changed>(
            Assert.Single(ConfigDiff.Between(Read(Text),
                Read(Text.Replace("lb_algo rr", "lb_algo wrr"))).VirtualServers));
        ConfigDiff moved = ConfigDiff.Between(Read(Text), Read(Text.Replace("10.0.0.1 80", "10.0.0.1 81")));
        Assert.Equal(2, moved.VirtualServers.Count);
    }

    [Fact]
    public void Removed_object_is_listed_before_added_ones()
    {
        ConfigDiff diff = ConfigDiff.Between(Read(Text), KeepalivedConfig.Empty);
        Assert.All(diff.Instances, static c => Assert.IsType<Change<VrrpInstanceConfig>.Removed>(c));
        Assert.All(ConfigDiff.Between(KeepalivedConfig.Empty, Read(Text)).Instances,
            static c => Assert.IsType<Change<VrrpInstanceConfig>.Added>(c));
    }

    private static string ReplaceFirst(string text, string before, string after)
    {
        int at = text.IndexOf(before, StringComparison.Ordinal);
        return text[..at] + after + text[(at + before.Length)..];
    }
}
