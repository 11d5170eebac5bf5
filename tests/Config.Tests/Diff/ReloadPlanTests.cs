using Keepalived.Config.Diff;

namespace Keepalived.Config.Tests.Diff;

public sealed class ReloadPlanTests
{
    private const string Text = """
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 51
            priority 200
            authentication {
                auth_type PASS
                auth_pass one
            }
            virtual_ipaddress {
                10.0.0.100/24
            }
        }
        virtual_server 10.0.0.100 80 {
            lb_algo rr
            lb_kind NAT
            protocol TCP
            real_server 10.1.1.1 80 {
                TCP_CHECK {
                }
            }
        }
        """;

    [Fact]
    public void An_equal_file_changes_nothing_wherever_its_lines_stand() =>
        Assert.Equal(["nothing changes"], Plan(Text, "# a comment\n\n" + Text));

    [Fact]
    public void What_changes_in_place_says_so_with_its_fields()
    {
        string after = Text.Replace("priority 200", "priority 100")
            .Replace("10.0.0.100/24", "10.0.0.100/24\n10.0.0.101/24");

        Assert.Equal(
            [
                "~ vrrp_instance VI_1: in place; its state, and a mastership, are kept",
                "    Priority: 200 -> 100",
                "    VirtualAddresses: [10.0.0.100/24] -> [10.0.0.100/24, 10.0.0.101/24]",
            ],
            Plan(Text, after));
    }

    [Fact]
    public void Another_plane_waits_for_the_next_start() =>
        Assert.Contains(
            "    lvs_backend takes effect at the next start: connections would be lost now",
            Plan(Text, "global_defs {\nlvs_backend nftables\n}\n" + Text));

    [Fact]
    public void Another_virtual_router_is_a_removal_and_an_addition() =>
        Assert.Equal(
            [
                "- vrrp_instance VI_1: resigns if it is Master, removes its addresses",
                "+ vrrp_instance VI_1: starts as Backup and listens first",
            ],
            Plan(Text, Text.Replace("virtual_router_id 51", "virtual_router_id 52")));

    [Theory]
    [InlineData("retry 5", "so is the state of its checks")]
    [InlineData("connect_port 81", "the checks that ask something else start anew")]
    public void A_check_starts_anew_only_when_it_asks_something_else(string line, string outcome) =>
        Assert.Contains(
            $"    ~ real_server 10.1.1.1 80: its connections are kept, {outcome}",
            Plan(Text, Text.Replace("TCP_CHECK {", $"TCP_CHECK {{\n{line}")));

    [Fact]
    public void Real_servers_are_told_one_by_one()
    {
        string after = Text.Replace(
            "real_server 10.1.1.1 80 {", "real_server 10.1.1.2 80 {\n}\nreal_server 10.1.1.1 80 {\nweight 3");

        Assert.Equal(
            [
                "~ virtual_server [10.0.0.100]:tcp:80: in place; what its real servers do is kept",
                "    + real_server 10.1.1.2 80: its checks start",
                "    ~ real_server 10.1.1.1 80: its connections are kept, so is the state of its checks",
                "        Weight: 1 -> 3",
            ],
            Plan(Text, after));
    }

    [Fact]
    public void A_secret_is_never_shown()
    {
        string plan = string.Join('\n', Plan(Text, Text.Replace("auth_pass one", "auth_pass two")));

        Assert.Contains("AuthenticationPassword: ******** -> ******** (another one)", plan);
        Assert.DoesNotContain("one]", plan);
    }

    private static IReadOnlyList<string> Plan(string before, string after) =>
        ReloadPlan.Between(ConfigText.Read(before).Config, ConfigText.Read(after).Config);
}
