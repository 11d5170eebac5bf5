using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Reload;

/// <summary>Names of nf_tables tables that a reload changes.</summary>
public sealed class TableNameTests(ITestOutputHelper output)
{
    [NamespaceFact]
    public void A_reload_moves_each_table_to_its_new_name_and_a_successor_knows_what_was_left()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, Text("one", "marks_one", 1000));
        director.WaitFor("MASTER");
        Expect("one", "marks_one", 1000);

        Reload(Text("two", "marks_two", 1000));
        Expect("two", "marks_two", 1000);
        Reload(Text("two", "marks_two", 2000));
        Expect("two", "marks_two", 2000);

        director.KillHard();
        director = lan.Start(host, DirectorKind.Ours, Text("three", "marks_three", 2000));
        director.WaitFor("MASTER");
        Expect("three", "marks_three", 2000);
        Assert.Equal(0, director.Stop());
        Assert.Equal("", Nft("list", "tables"));

        void Reload(string text)
        {
            director.WriteConfig(text);
            director.Signal("HUP");
        }

        void Expect(string firewall, string marking, int mark)
        {
            HashSet<string> expected =
                ["table inet keepalived_lvs", $"table ip {firewall}", $"table ip {marking}"];
            Eventually.That(
                () => expected.SetEquals(Nft("list", "tables").Split('\n'))
                    && Nft("list", "table", "ip", firewall).Contains("10.0.0.100", StringComparison.Ordinal)
                    && Nft("list", "table", "ip", marking).Contains($"80 : 0x{mark:x8}", StringComparison.Ordinal)
                    && Nft("list", "map", "inet", "keepalived_lvs", "marks").Contains(
                        $"fwmark inet {mark};", StringComparison.Ordinal),
                string.Join(", ", expected),
                () => $"{Nft("list", "ruleset")}\n{director.Story()}");
        }

        string Nft(params string[] arguments) =>
            Shell.Try("ip", ["netns", "exec", host.Namespace, "nft", .. arguments]).Output.Trim();
    }

    private static string Text(string firewall, string marking, int mark) => $$"""
        global_defs {
            nftables {{firewall}}
            nftables_ipvs {{marking}}
            nftables_ipvs_start_fwmark {{mark}}
            lvs_backend nftables
        }
        {{new InstanceText(100) { More = "no_accept" }}}
        virtual_server_group G {
            10.0.0.100 80
        }
        virtual_server group G {
            protocol TCP
            lvs_sched rr
            lvs_method NAT
            real_server 10.0.0.7 80 {
            }
        }
        """;
}
