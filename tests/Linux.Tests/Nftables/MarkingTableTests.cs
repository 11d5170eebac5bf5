using System.Net;
using System.Net.Sockets;
using Keepalived.Config;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Lvs.Marking;
using Keepalived.Core.Lvs.Nftables;
using Keepalived.Linux.Nftables;
using Keepalived.Wire.Ip;
using Linux.Tests.Support;

namespace Linux.Tests.Nftables;

/// <summary>The marks that packets really get, from one namespace to another.</summary>
public sealed class MarkingTableTests : IDisposable
{
    private const string Groups = """
        virtual_server_group A {
            198.51.100.1-198.51.101.9 80
            198.51.100.200
            2001:db8:5::/64 80
        }
        virtual_server_group B {
            198.51.100.200 81
        }
        virtual_server group A {
            protocol UDP
            lvs_sched rr
            lvs_method TUN
            persistence_timeout 60
            real_server 203.0.113.1 0 {
            }
        }
        virtual_server group B {
            protocol UDP
            lvs_sched rr
            real_server 203.0.113.1 80 {
            }
        }
        """;

    private readonly TestNetwork? _network = Privileges.IsRoot ? new TestNetwork() : null;

    public void Dispose() => _network?.Dispose();

    [PrivilegedFact]
    public void Each_packet_to_a_group_has_its_mark_at_the_input_hook_where_IPVS_looks()
    {
        Route();
        In(nft =>
        {
            MarkingTable table = new(nft);
            GroupMarking marking = Marking("nftables_ipvs kt\nnftables_counters", Groups);
            Assert.Null(table.Write([], marking, beforeNat: false));
            Probe(nft);

            Send(("198.51.100.1", 80), ("198.51.101.9", 80), ("198.51.100.200", 80), ("198.51.100.200", 4711),
                ("2001:db8:5::ffff:1", 80));
            Send(("198.51.100.200", 81), ("198.51.100.200", 81));
            Send(("198.51.101.10", 80), ("198.51.100.1", 81), ("2001:db8:5::1", 81));

            Await(nft, "unmarked", 3);
            Await(nft, "a", 5);
            Await(nft, "b", 2);
            Assert.Matches("198.51.100.200 . 81 counter packets 2", nft.Run("list table ip kt").Output);
            Assert.True(table.IsAsWritten(marking), "counters are no change");

            // Under another name, with the old one gone in the same transaction.
            GroupMarking renamed = Marking("nftables_ipvs kt2", Groups);
            Assert.Null(table.Write(["kt"], renamed, beforeNat: false));
            Assert.False(nft.Run("list table ip kt").Succeeded);
            Assert.False(nft.Run("list table ip6 kt").Succeeded);
            Send(("198.51.100.1", 80));
            Await(nft, "a", 6);
            Assert.DoesNotContain("counter", nft.Run("list table ip kt2").Output, StringComparison.Ordinal);

            Assert.Null(table.Write(["kt2"], null, beforeNat: false));
            Assert.DoesNotContain("kt", nft.Run("list tables").Output, StringComparison.Ordinal);
        });
    }

    [PrivilegedTheory]
    [InlineData("flush ruleset")]
    [InlineData("delete table ip6 kt")]
    [InlineData("flush chain ip kt in")]
    [InlineData("delete element ip kt udp_map { 198.51.100.200 . 81 }")]
    public void What_somebody_else_changes_is_noticed(string edit) => In(nft =>
    {
        MarkingTable table = new(nft);
        GroupMarking marking = Marking("nftables_ipvs kt\nnftables_counters", Groups);
        Assert.Null(table.Write([], marking, beforeNat: false));
        Assert.True(table.IsAsWritten(marking));
        using LibNftablesRunner other = new();
        Assert.True(other.Run("add table inet foreign").Succeeded);
        Assert.True(table.IsAsWritten(marking));

        Assert.True(other.Run(edit).Succeeded);
        bool isAsWritten = table.IsAsWritten(marking);
        for (long end = EndOfPatience(); isAsWritten && Environment.TickCount64 < end;)
        {
            isAsWritten = table.IsAsWritten(marking);
        }

        Assert.False(isAsWritten);
        Assert.Null(table.Write(["kt"], marking, beforeNat: false));
        Assert.True(table.IsAsWritten(marking));
        Assert.Contains("198.51.100.200 . 81", nft.Run("list table ip kt").Output, StringComparison.Ordinal);
    });

    [PrivilegedFact]
    public void A_connection_to_a_group_reaches_the_server_where_nftables_carries_the_services()
    {
        Route();
        In(nft =>
        {
            GroupMarking marking = Marking("nftables_ipvs", Groups.Replace("UDP", "TCP", StringComparison.Ordinal));
            Assert.Null(new MarkingTable(nft).Write([], marking, beforeNat: true));
            using LibNftablesRunner second = new();
            using NftablesServiceTable services = new(second);
            Assert.Null(services.TryOpen());
            using Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            server.Bind(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 8080));
            server.Listen();
            IpvsServiceKey key = IpvsServiceKey.ForMark(1000, AddressFamily.InterNetwork);
            List<IpvsFailure> failures = [];
            services.Apply(
                [
                    new IpvsCommand.AddService(new IpvsService(key) { Scheduler = "rr" }),
                    new IpvsCommand.AddDestination(key, new IpvsDestination(
                        new IpvsDestinationKey(IpAddress.Parse("192.0.2.1"), 8080)) { Weight = 1 }),
                ],
                failures);
            Assert.Empty(failures);

            foreach (string address in new[] { "198.51.100.77", "198.51.101.9" })
            {
                string seen = TestNetwork.In(_network!.Right, () =>
                {
                    using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    client.Connect(new IPEndPoint(IPAddress.Parse(address), 80));
                    return client.RemoteEndPoint!.ToString()!;
                });
                Assert.Equal($"{address}:80", seen);
                using Socket accepted = server.Accept();
                Assert.Equal("192.0.2.1:8080", accepted.LocalEndPoint!.ToString());
            }
        });
    }

    /// <summary>The addresses are this machine's, and the other one knows the way.</summary>
    private void Route()
    {
        TestNetwork.Ip("-n", _network!.Left, "route", "add", "local", "198.51.100.0/23", "dev", "lo");
        TestNetwork.Ip("-n", _network.Left, "-6", "route", "add", "local", "2001:db8:5::/64", "dev", "lo");
        TestNetwork.Ip("-n", _network.Right, "route", "add", "198.51.100.0/23", "via", "192.0.2.1");
        TestNetwork.Ip("-n", _network.Right, "-6", "address", "add", "2001:db8::2/64", "dev", "v0", "nodad");
        TestNetwork.Ip("-n", _network.Left, "-6", "address", "add", "2001:db8::1/64", "dev", "v0", "nodad");
        TestNetwork.Ip("-n", _network.Right, "-6", "route", "add", "2001:db8:5::/64", "via", "2001:db8::1");
    }

    private static void Probe(LibNftablesRunner nft) => Assert.True(nft.Run("""
        table inet probe {
            counter a { }
            counter b { }
            counter unmarked { }
            chain in {
                type filter hook input priority 10;
                meta l4proto udp meta mark 1000 counter name a
                meta l4proto udp meta mark 1001 counter name b
                meta l4proto udp meta mark 0 counter name unmarked
            }
        }
        """).Succeeded);

    private void Send(params (string Address, int Port)[] targets) => TestNetwork.In(_network!.Right, () =>
    {
        foreach ((string address, int port) in targets)
        {
            IPEndPoint target = new(IPAddress.Parse(address), port);
            using Socket socket = new(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.SendTo([1], target);
        }
    });

    /// <summary>A packet that waits for its neighbour's address arrives a moment later.</summary>
    private static void Await(LibNftablesRunner nft, string counter, int packets)
    {
        string listed = "";
        for (long end = EndOfPatience(); Environment.TickCount64 < end;)
        {
            listed = nft.Run($"list counter inet probe {counter}").Output;
            if (listed.Contains($"packets {packets} ", StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"{counter}: not {packets} packets but {listed}");
    }

    private static long EndOfPatience() => Environment.TickCount64 + 30_000;

    private static GroupMarking Marking(string global, string groups)
    {
        KeepalivedConfig config = ConfigLoader.Parse($"global_defs {{\n{global}\n}}\n{groups}", "k.conf").Config;
        return GroupMarking.Of(config, GroupMarks.Of(config, GroupMarks.None), [])!;
    }

    private void In(Action<LibNftablesRunner> action) => TestNetwork.In(_network!.Left, () =>
    {
        using LibNftablesRunner nft = new();
        Assert.Null(nft.TryOpen());
        action(nft);
    });
}
