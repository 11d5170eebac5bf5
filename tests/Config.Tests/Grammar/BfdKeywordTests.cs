using System.Net;
using Keepalived.Config.Model;

namespace Keepalived.Config.Tests.Grammar;

public sealed class BfdKeywordTests
{
    private static readonly BfdInstanceConfig s_plain = Session("");

    public static TheoryData<string, BfdInstanceConfig> Keywords => new()
    {
        { "source_ip 10.0.0.1", s_plain with { SourceAddress = IPAddress.Parse("10.0.0.1") } },
        { "neighbour_ip 10.0.0.3", s_plain with { Neighbor = IPAddress.Parse("10.0.0.3") } },
        { "min_rx 33.5", s_plain with { MinimumReceive = TimeSpan.FromMilliseconds(33.5) } },
        { "min_tx 44", s_plain with { MinimumTransmit = TimeSpan.FromMilliseconds(44) } },
        { "idle_tx 2000", s_plain with { IdleTransmit = TimeSpan.FromSeconds(2) } },
        { "multiplier 9", s_plain with { Multiplier = 9 } },
        { "passive", s_plain with { Passive = true } },
        { "ttl 64", s_plain with { Ttl = 64 } },
        { "hoplimit 65", s_plain with { Ttl = 65 } },
        { "max_hops 12", s_plain with { MaxHops = 12 } },
        { "ttl 64\nmax_hops 65", s_plain with { Ttl = 64, MaxHops = 64 } },
        { "multihop", s_plain with { Multihop = true } },
        { "weight -20 reverse", s_plain with { Weight = -20, Reverse = true } },
        { "vrrp", s_plain with { ForCheckers = false } },
        { "checker", s_plain with { ForVrrp = false } },
        { "vrrp\nchecker", s_plain },
    };

    [Theory]
    [MemberData(nameof(Keywords))]
    public void A_keyword_of_a_session_sets_its_value_and_nothing_else(string line, BfdInstanceConfig expected) =>
        Assert.Equal(expected, Session(line));

    [Fact]
    public void Over_IPv6_the_hop_limit_is_the_references_and_the_user_is_told_what_that_means()
    {
        ConfigResult result = ConfigText.Read("bfd_instance B {\n neighbor_ip 2001:db8::2\n}\n");

        Assert.Equal(64, Assert.Single(result.Config.BfdInstances).Ttl);
        Assert.Contains("hop limit 64", Assert.Single(result.Diagnostics).Text);
    }

    [Fact]
    public void A_session_for_one_side_only_is_unknown_to_the_other()
    {
        ConfigResult result = ConfigText.Read("""
            bfd_instance B {
                neighbor_ip 10.0.0.2
                checker
            }
            bfd_instance C {
                neighbor_ip 10.0.0.3
                vrrp
            }
            vrrp_instance V {
                interface eth0
                virtual_router_id 1
                virtual_ipaddress {
                    10.0.0.9
                }
                track_bfd {
                    B
                    C
                }
            }
            virtual_server 10.0.0.9 80 {
                lvs_sched rr
                lvs_method NAT
                protocol TCP
                real_server 10.1.0.1 80 {
                    BFD_CHECK {
                        name C
                    }
                    BFD_CHECK {
                        name B
                    }
                }
            }
            """);

        Assert.Contains(result.Diagnostics, d => d.Text == "(V) track bfd B not found, ignoring...");
        Assert.Contains(result.Diagnostics, d => d.Text == "bfd instance C not found for checker - removing");
        Assert.Equal("C", Assert.Single(result.Config.Instances[0].TrackBfds).Name);
        Assert.Equal(
            new CheckerConfig.Bfd("B").Session,
            Assert.IsType<CheckerConfig.Bfd>(
                Assert.Single(result.Config.VirtualServers[0].RealServers[0].Checkers)).Session);
    }

    private static BfdInstanceConfig Session(string line)
    {
        string neighbor = line.Contains("neighbour_ip", StringComparison.Ordinal) ? "" : " neighbor_ip 10.0.0.2\n";
        ConfigResult result = ConfigText.Read($"bfd_instance B {{\n{neighbor} {line}\n}}\n");
        Assert.Empty(result.Diagnostics);
        return Assert.Single(result.Config.BfdInstances) with { Source = default };
    }
}
