using System.Globalization;
using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>BFD sessions with the reference daemon as their peer, and what instances make of them.</summary>
public sealed class BfdScenarios(ITestOutputHelper output)
{
    private const string Track = "track_bfd {\n        peer\n    }";

    [NamespaceTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_session_that_is_not_up_is_a_fault_and_its_silence_is_one_again(bool isV6)
    {
        using BfdWorld world = new(output, isV6);
        DirectorProcess ours = world.Start(world.A, DirectorKind.Ours, world.Session("a") + Instance(100, Track));
        ours.WaitFor("FAULT");

        DirectorProcess peer = world.Start(world.B, DirectorKind.Reference, world.Session("b"));
        ours.WaitFor("MASTER");
        ours.WaitForLog("(peer) Entering Up state");

        peer.KillHard();
        ours.WaitFor("FAULT");
        ours.WaitForLog("(peer) Entering Down state (Local diagnostic - Control Detection Time Expired");
        world.Start(world.B, DirectorKind.Reference, world.Session("b"));
        ours.WaitFor("MASTER");
        Assert.Equal(
            ["FAULT", "BACKUP", "MASTER", "FAULT", "BACKUP", "MASTER"], ours.Transitions.Select(t => t.State));
    }

    [NamespaceTheory]
    [InlineData(DirectorPair.OursBesideReference)]
    [InlineData(DirectorPair.ReferenceBesideOurs)]
    [InlineData(DirectorPair.OursBesideOurs)]
    public void A_director_that_stops_in_order_hands_over_and_one_that_dies_is_missed(DirectorPair pair)
    {
        using BfdWorld world = new(output, isV6: false);
        DirectorProcess first = world.Start(world.A, pair.First(), world.Session("a") + Instance(100, Track));
        DirectorProcess second = world.Start(world.B, pair.Second(), world.Session("b") + Instance(90, Track));
        first.WaitFor("MASTER");
        second.WaitFor("BACKUP");

        // Ours says goodbye, which is no failure of the path; the reference leaves without a word.
        first.Stop();
        second.WaitFor(pair.First() == DirectorKind.Ours ? "MASTER" : "FAULT");
    }

    [NamespaceFact]
    public void Weights_move_the_priority_forward_and_reversed()
    {
        using BfdWorld world = new(output, isV6: false);
        string more = "track_bfd {\n        peer\n    }";
        string session = world.Session("a", "weight 20");
        DirectorProcess ours = world.Start(world.A, DirectorKind.Ours, session
            + Instance(100, more)
            + new InstanceText(100)
            {
                Name = "VI_2", Vrid = 52, Addresses = ["10.0.0.102"],
                More = "track_bfd {\n        peer weight 30 reverse\n    }",
            });
        ours.WaitFor("MASTER");
        ours.WaitFor("MASTER", "VI_2");
        AssertPriorities(ours, 100, 130);

        DirectorProcess peer = world.Start(world.B, DirectorKind.Reference, world.Session("b"));
        AssertPriorities(ours, 120, 100);
        peer.KillHard();
        AssertPriorities(ours, 100, 130);
    }

    [NamespaceFact]
    public void A_group_tracks_for_its_members()
    {
        using BfdWorld world = new(output, isV6: false);
        const string group = "vrrp_sync_group G {\n    group {\n        VI_1\n    }\n    " + Track + "\n}\n";
        DirectorProcess ours = world.Start(
            world.A, DirectorKind.Ours, world.Session("a") + group + Instance(100, ""));
        ours.WaitFor("FAULT");
        world.Start(world.B, DirectorKind.Reference, world.Session("b"));
        ours.WaitFor("MASTER");
    }

    [NamespaceFact]
    public void What_travelled_too_far_is_refused_until_the_configuration_allows_it()
    {
        using BfdWorld world = new(output, isV6: false);
        DirectorProcess ours = world.Start(
            world.A, DirectorKind.Ours, world.Session("a", "ttl 255\nmax_hops 0") + Instance(100, Track));
        ours.WaitFor("FAULT");
        world.Start(world.B, DirectorKind.Reference, world.Session("b", "ttl 64\nmax_hops 64"));
        Eventually.That(
            () => BfdWorld.Dump(ours).Contains(" from too far", StringComparison.Ordinal)
                && !BfdWorld.Dump(ours).Contains(" 0 from too far", StringComparison.Ordinal),
            "packets from too far are counted", ours.Story);
        Assert.True(ours.Is("FAULT"), ours.Story());

        ours.WriteConfig(world.Session("a", "ttl 200\nmax_hops 136") + Instance(100, Track));
        ours.Signal("HUP");
        ours.WaitFor("MASTER");
    }

    [NamespaceFact]
    public void A_reload_changes_intervals_in_place_and_another_peer_is_another_session()
    {
        using BfdWorld world = new(output, isV6: false);
        DirectorProcess ours = world.Start(world.A, DirectorKind.Ours, world.Session("a") + Instance(100, Track));
        DirectorProcess peer = world.Start(world.B, DirectorKind.Reference, world.Session("b"));
        ours.WaitFor("MASTER");
        Eventually.That(
            () => BfdWorld.Dump(ours).Contains("   local tx intv = 120000 us\n", StringComparison.Ordinal),
            "the slower of both intervals", () => BfdWorld.Dump(ours));

        ours.WriteConfig(world.Session("a", "min_tx 190\nmin_rx 180\nmultiplier 7") + Instance(100, Track));
        ours.Signal("HUP");
        string[] told =
            ["remote min tx intv = 190000 us", "remote min rx intv = 180000 us", "remote detect multiplier = 7"];
        Eventually.That(
            () => told.All(line => BfdWorld.Dump(peer).Contains(line, StringComparison.Ordinal)),
            "the peer knows of it", () => BfdWorld.Dump(peer));
        Eventually.That(
            () => BfdWorld.Dump(ours).Contains("local tx intv = 190000 us", StringComparison.Ordinal),
            "the longer interval is in use", () => BfdWorld.Dump(ours));
        Assert.True(ours.Is("MASTER"), ours.Story());
        Assert.DoesNotContain(ours.Log, line => line.Contains("Entering Down state", StringComparison.Ordinal));

        ours.WriteConfig(
            world.Session("a").Replace("10.0.0.2", "10.0.0.77", StringComparison.Ordinal) + Instance(100, Track));
        ours.Signal("HUP");
        ours.WaitFor("FAULT");
    }

    [NamespaceFact]
    public void A_passive_session_waits_to_be_spoken_to_and_without_bfd_it_never_comes_up()
    {
        using BfdWorld world = new(output, isV6: false);
        string capture = world.Lan.CaptureAll();
        DirectorProcess ours = world.Start(
            world.A, DirectorKind.Ours, world.Session("a", "passive\nidle_tx 1500") + Instance(100, Track));
        ours.WaitFor("FAULT");
        DirectorProcess silent = world.Start(
            world.B, DirectorKind.Ours, world.Session("b") + Instance(90, Track), "-B");
        silent.WaitFor("FAULT");
        Assert.Equal(0, BfdWorld.Count(capture, "bfd"));
        silent.KillHard();

        world.Start(world.B, DirectorKind.Reference, world.Session("b"));
        ours.WaitFor("MASTER");
        Assert.NotEqual(0, BfdWorld.Count(
            capture, "bfd && ip.src == 10.0.0.11 && bfd.desired_min_tx_interval == 1500000"));
        Assert.Equal(0, BfdWorld.Count(capture, "bfd && (_ws.malformed || _ws.expert.severity >= 6291456)"));
    }

    [NamespaceFact]
    public void A_real_server_follows_its_session_down_and_up()
    {
        using BfdWorld world = new(output, isV6: false);
        const string services = """
            virtual_server 192.0.2.9 80 {
                lvs_sched rr
                lvs_method NAT
                protocol TCP
                real_server 10.0.0.2 80 {
                    weight 1
                    BFD_CHECK {
                        name peer
                    }
                }
            }

            """;
        DirectorProcess ours = world.Start(
            world.A, DirectorKind.Ours, "global_defs {\n    lvs_backend nftables\n}\n" + world.Session("a") + services);
        ours.WaitForLog("Removing service [10.0.0.2]:tcp:80 ");
        DirectorProcess peer = world.Start(world.B, DirectorKind.Reference, world.Session("b"));
        ours.WaitForLog("Adding service [10.0.0.2]:tcp:80 ");
        Eventually.That(
            () => Table(world).Contains("10.0.0.2", StringComparison.Ordinal), "the server is in", ours.Story);

        peer.KillHard();
        Eventually.That(
            () => !Table(world).Contains("10.0.0.2", StringComparison.Ordinal), "the server is out", ours.Story);
        Assert.Contains(
            " Checker Track BFD = peer\n   Tracking RS :\n   [10.0.0.2]:tcp:80\n",
            BfdWorld.Dump(ours, "keepalived_check.data"), StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void A_flood_of_wrong_packets_changes_nothing_and_is_counted()
    {
        using BfdWorld world = new(output, isV6: false);
        DirectorProcess ours = world.Start(world.A, DirectorKind.Ours, world.Session("a") + Instance(100, Track));
        ours.WaitFor("FAULT");
        world.Start(world.B, DirectorKind.Reference, world.Session("b"));
        ours.WaitFor("MASTER");
        Shell.Run("ip", "netns", "exec", world.B.Namespace, "python3", "-c", Flood);

        string dump = BfdWorld.Dump(ours);
        Assert.DoesNotContain("Refused packets = 0 malformed, ", dump);
        Assert.DoesNotContain(", 0 of unknown senders", dump);
        Assert.Contains("   local state = Up\n", dump);
        Assert.Equal(["FAULT", "BACKUP", "MASTER"], ours.Transitions.Select(t => t.State));
    }

    /// <summary>Noise, and a Down packet for a session that is not ours, from the peer and from a stranger.</summary>
    private const string Flood = """
        import os, socket
        down = bytes.fromhex('2040031812345678deadbeef000f4240000f424000000000')
        os.system('ip addr add 10.0.0.9/24 dev eth0')
        for source in ('10.0.0.2', '10.0.0.9'):
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 255)
            s.bind((source, 0))
            for i in range(2000):
                s.sendto(os.urandom(i % 80), ('10.0.0.11', 3784))
                s.sendto(down, ('10.0.0.11', 3784))
        """;

    private static string Table(BfdWorld world) => Shell.Try(
        "ip", "netns", "exec", world.A.Namespace, "nft", "list", "ruleset").Output;

    private static void AssertPriorities(DirectorProcess ours, int first, int second)
    {
        string expected = string.Create(CultureInfo.InvariantCulture, $"{first} {second}");
        string found = "";
        Eventually.That(
            () => (found = string.Join(' ', BfdWorld.Dump(ours, "keepalived.data").Split('\n')
                .Where(line => line.Contains("Effective priority = ", StringComparison.Ordinal))
                .Select(line => line.Split(" = ")[1]))) == expected,
            $"priorities {expected}",
            () => found + ours.Story());
    }

    private static string Instance(int priority, string more) =>
        new InstanceText(priority) { More = more }.ToString();
}
