using Interop.Tests.Harness;
using Xunit.Abstractions;
using static Interop.Tests.Twins.TwinSteps;

namespace Interop.Tests.Twins;

/// <summary>Twin runs in which the director itself hangs, or does not get or send all of its packets.</summary>
public sealed class HangingTwins(ITestOutputHelper output)
{
    private static readonly Func<TwinWorld, bool> _master =
        world => world.Subject.Is("MASTER") && world.A.Addresses.Has("10.0.0.100");

    private static readonly Func<TwinWorld, bool> _backup =
        world => world.Subject.Is("BACKUP") && !world.A.Addresses.Has("10.0.0.100");

    [NamespaceFact]
    public void A_master_hangs_and_continues() =>
        new TwinCase(
            "hanging master", TwinText.Instance().ToString(),
            StartToMaster,
            StartPeer(80),
            Hang("MASTER"),
            Continue(world => world.Peer.Is("BACKUP") && _master(world)),
            Stop).Run(output);

    [NamespaceFact]
    public void A_backup_hangs_and_continues() =>
        new TwinCase(
            "hanging backup", TwinText.Instance().ToString(),
            PeerIsMaster(),
            StartTo("BACKUP"),
            // Three times as long as a backup waits for a dead master.
            new TwinStep("the director is stopped", Freeze, world => SomeAdverts(world, 12)),
            Continue(world => world.Peer.Is("MASTER") && _backup(world) && SomeAdverts(world, 5)),
            Stop).Run(output);

    [NamespaceFact]
    public void Every_third_packet_is_lost() =>
        new TwinCase(
            // Two intervals without an advert, by design, and a moment in which the machine stands still.
            "some loss", (TwinText.Instance() with { Interval = 0.5 }).ToString(),
            PeerIsMaster(interval: 0.5),
            StartTo("BACKUP"),
            Nft("every third advert is lost", In("numgen inc mod 3 == 0 drop"), world => SomeAdverts(world, 15)),
            Nft("no advert is lost any more", ["flush", "table", "ip", "loss"], _backup),
            Stop).Run(output);

    [NamespaceFact]
    public void A_backup_hears_nothing_for_a_while() =>
        new TwinCase(
            "deaf backup", TwinText.Instance().ToString(),
            PeerIsMaster(),
            StartTo("BACKUP"),
            Nft("every advert is lost", In("drop"), _master),
            Nft("adverts are heard again", ["flush", "table", "ip", "loss"], _backup),
            Stop).Run(output);

    [NamespaceFact]
    public void A_master_is_not_heard_for_a_while() =>
        new TwinCase(
            "mute master", TwinText.Instance().ToString(),
            StartToMaster,
            StartPeer(80),
            Nft("the peer hears nothing", In("drop"), world => world.Peer.Is("MASTER"), world => world.B),
            Nft(
                "the peer hears the director again",
                ["flush", "table", "ip", "loss"],
                world => world.Peer.Is("BACKUP") && _master(world),
                world => world.B),
            Stop).Run(output);

    private static TwinStep PeerIsMaster(double interval = 0.3) => new(
        "a peer with priority 150 is master",
        world =>
        {
            world.StartPeer((TwinText.Peer(150) with { Interval = interval }).ToString());
            world.Peer.WaitFor("MASTER");
        },
        _ => true);

    private static TwinStep Hang(string peer) => new("the director is stopped", Freeze, world => world.Peer.Is(peer));

    private static TwinStep Continue(Func<TwinWorld, bool> until) =>
        new("the director is continued", world => world.Subject.Freeze(false), until);

    private static void Freeze(TwinWorld world)
    {
        world.Mark();
        world.Subject.Freeze(true);
    }

    private static bool SomeAdverts(TwinWorld world, int count) =>
        world.Wire.Count("10.0.0.2") >= world.Marked + count;

    private static TwinStep Nft(
        string name, string[] command, Func<TwinWorld, bool> until, Func<TwinWorld, LanHost>? host = null) => new(
        name,
        world =>
        {
            world.Mark();
            LanHost deaf = host?.Invoke(world) ?? world.A;
            Shell.Run("ip", ["netns", "exec", deaf.Namespace, "nft", .. command]);
        },
        until);

    private static string[] In(string verdict) =>
    [
        "add table ip loss; add chain ip loss c { type filter hook input priority 0; };"
        + $"add rule ip loss c ip protocol 112 {verdict}",
    ];
}
