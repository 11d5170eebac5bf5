using Interop.Tests.Harness;
using Xunit.Abstractions;
using static Interop.Tests.Twins.TwinSteps;

namespace Interop.Tests.Twins;

/// <summary>Twin runs whose faults are those of tracked scripts and files, and of the peer.</summary>
public sealed class TrackingTwins(ITestOutputHelper output)
{
    private static readonly Func<TwinWorld, bool> _master =
        world => world.Subject.Is("MASTER") && world.A.Addresses.Has("10.0.0.100");

    private static readonly Func<TwinWorld, bool> _backup =
        world => world.Subject.Is("BACKUP") && !world.A.Addresses.Has("10.0.0.100");

    [NamespaceFact]
    public void Script_without_weight_fails_and_recovers() =>
        new TwinCase(
            "script", Script("") + TwinText.Instance("track_script {\ncheck\n}"),
            StartToMaster, WriteFile("down", "x", "FAULT"), DeleteFile("down", "MASTER"), Stop).Run(output);

    [NamespaceFact]
    public void Script_that_fails_from_the_start() =>
        new TwinCase(
            "failed script", Script("init_fail") + TwinText.Instance("track_script {\ncheck\n}"),
            new TwinStep("the file down is there", world => File.WriteAllText(world.FileOf("down"), "x"), _ => true),
            StartTo("FAULT"), DeleteFile("down", "MASTER"), Stop).Run(output);

    [NamespaceFact]
    public void Script_with_a_weight_lets_the_peer_win() =>
        new TwinCase(
            "weighted script", Script("weight -60") + TwinText.Instance("track_script {\ncheck\n}"),
            StartToMaster,
            StartPeer(80),
            new TwinStep("the script fails", world => File.WriteAllText(world.FileOf("down"), "x"), _backup),
            new TwinStep("the script recovers", world => File.Delete(world.FileOf("down")), _master)).Run(output);

    [NamespaceFact]
    public void File_with_a_weight_lets_the_peer_win() =>
        new TwinCase(
            "weighted file",
            """
            vrrp_track_file load {
                file "{dir}/load"
                weight 1
            }

            """ + TwinText.Instance("track_file {\nload weight 1\n}"),
            new TwinStep("the file holds 0", world => File.WriteAllText(world.FileOf("load"), "0\n"), _ => true),
            StartToMaster,
            StartPeer(80),
            new TwinStep("the file holds -50", world => File.WriteAllText(world.FileOf("load"), "-50\n"), _backup),
            new TwinStep("the file holds 5", world => File.WriteAllText(world.FileOf("load"), "5\n"), _master))
            .Run(output);

    [NamespaceFact]
    public void Peer_hangs_continues_and_dies() =>
        new TwinCase(
            "peer", TwinText.Instance().ToString(),
            new TwinStep(
                "a peer with priority 150 is master",
                world =>
                {
                    world.StartPeer(TwinText.Peer(150).ToString());
                    world.Peer.WaitFor("MASTER");
                },
                _ => true),
            StartTo("BACKUP"),
            new TwinStep("the peer is stopped", world => world.Peer.Freeze(true), _master),
            new TwinStep("the peer is continued", world => world.Peer.Freeze(false), _backup),
            new TwinStep("the peer is killed", world => world.Peer.KillHard(), _master),
            Stop).Run(output);

    [NamespaceFact]
    public void Unicast_peer_appears_and_leaves() =>
        new TwinCase(
            "unicast", TwinText.Instance("unicast_src_ip 10.0.0.1\nunicast_peer {\n10.0.0.2\n}").ToString(),
            StartToMaster,
            new TwinStep(
                "a unicast peer with priority 150 appears",
                world => world.StartPeer(
                    (TwinText.Peer(150) with { More = "unicast_src_ip 10.0.0.2\nunicast_peer {\n10.0.0.1\n}" })
                    .ToString()),
                _backup),
            new TwinStep("the peer stops", world => world.Peer.Stop(), _master),
            Stop).Run(output);

    [NamespaceFact]
    public void Preemption_waits_for_its_delay() =>
        new TwinCase(
            // Long enough for the step before to come to its end first.
            "preempt_delay", TwinText.Instance("preempt_delay 6").ToString(),
            new TwinStep(
                "a peer with priority 50 is master",
                world =>
                {
                    world.StartPeer(TwinText.Peer(50).ToString());
                    world.Peer.WaitFor("MASTER");
                },
                _ => true),
            StartTo("BACKUP"),
            new TwinStep("the delay passes", _ => { }, _master),
            Stop).Run(output);

    private static string Script(string more) => $$"""
        vrrp_script check {
            script "/usr/bin/test ! -e {dir}/down"
            interval 1
            fall 2
            rise 2
            {{more}}
        }

        """;
}
