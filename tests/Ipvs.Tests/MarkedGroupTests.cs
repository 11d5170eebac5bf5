using Keepalived.Config;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Lvs.Marking;
using Keepalived.Linux.Ipvs;
using Keepalived.Linux.Nftables;

namespace Keepalived.Ipvs.Tests;

/// <summary>
/// <c>nftables_ipvs</c> in the kernel that has IPVS: the services of the marks. What nf_tables makes of it is tested
/// where the kernel has all of nf_tables (MarkingTableTests); one that lacks it says so.
/// </summary>
[Collection("the kernel's table")]
[Trait("Needs", "Ipvs")]
public sealed class MarkedGroupTests : IDisposable
{
    private const string Text = """
        global_defs {
            nftables_ipvs
        }
        virtual_server_group A {
            198.51.100.0/24 80
            198.51.101.1-198.51.103.9 443
            2001:db8::/64 80
        }
        virtual_server group A {
            protocol TCP
            lvs_sched rr
            lvs_method TUN
            real_server 192.0.2.1 0 {
            }
        }
        virtual_server group A {
            protocol UDP
            lvs_sched wrr
            lvs_method TUN
            persistence_timeout 50
            real_server 192.0.2.2 0 {
                weight 3
            }
        }
        virtual_server_group B {
            203.0.113.1 80
        }
        virtual_server group B {
            protocol TCP
            lvs_sched lc
            lvs_method NAT
            real_server 192.0.2.3 8080 {
            }
        }
        """;

    private readonly NetlinkIpvsTable _table = new(static () => { });

    public MarkedGroupTests() => Ipvsadm.Run("-C");

    public void Dispose()
    {
        Ipvsadm.Run("-C");
        _table.Dispose();
    }

    [Fact]
    public void Each_group_and_protocol_is_one_service_of_a_mark_in_each_family()
    {
        KeepalivedConfig config = ConfigLoader.Parse(Text, "k.conf").Config;
        using LibNftablesRunner nft = new();
        IpvsReconciler reconciler = new(_table, new NoRecord()) { Marking = new MarkingTable(nft) };
        FirstTable.Want(reconciler, config);
        reconciler.SetMarking(GroupMarking.Of(config, GroupMarks.Of(config, GroupMarks.None), []));
        List<IpvsReport> reports = [];
        for (int step = 0; step < 100 && reconciler.NextDue <= TimeSpan.Zero; step++)
        {
            reconciler.Step(TimeSpan.Zero, reports);
        }

        Assert.Equal(
            [
                "-A -f 1000 -6 -s rr",
                "-A -f 1000 -s rr",
                "-A -f 1001 -6 -s wrr -p 50",
                "-A -f 1001 -s wrr -p 50",
                "-A -f 1002 -s lc",
                "-a -f 1000 -6 -r 192.0.2.1:0 -i -w 1 --tun-type ipip",
                "-a -f 1000 -r 192.0.2.1:0 -i -w 1 --tun-type ipip",
                "-a -f 1001 -6 -r 192.0.2.2:0 -i -w 3 --tun-type ipip",
                "-a -f 1001 -r 192.0.2.2:0 -i -w 3 --tun-type ipip",
                "-a -f 1002 -r 192.0.2.3:8080 -m -w 1",
            ],
            Ipvsadm.Table());
        string[] failures = [.. reports.OfType<IpvsReport.MarkingFailed>().Select(report => report.Failure)];
        Assert.True(nft.Run("list table ip keepalived_ipvs").Succeeded
            ? failures.Length == 0
            : failures is [{ Length: > 0 }], string.Join('\n', failures));
        nft.Run("delete table ip keepalived_ipvs\ndelete table ip6 keepalived_ipvs");
    }
}
