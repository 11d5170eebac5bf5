using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>BFD sessions with FRR's bfdd as their peer.</summary>
public sealed class BfdFrrScenarios(ITestOutputHelper output)
{
    [FrrTheory]
    [InlineData(false, false, false)]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, false)]
    public void It_comes_up_with_frr_and_each_side_misses_the_other(bool isV6, bool isMultihop, bool frrIsPassive)
    {
        using BfdWorld world = new(output, isV6);
        // The default of the reference for IPv6, 64, is refused by whoever checks as RFC 5881 5 asks.
        string session = world.Session(
            "a", (isMultihop ? "multihop\n" : "") + (isV6 ? "hoplimit 255" : ""));
        string instance =
            new InstanceText(100) { More = "track_bfd {\n        peer\n    }" }.ToString();
        DirectorProcess ours = world.Start(world.A, DirectorKind.Ours, session + instance);
        using FrrDaemons frr = new(world.B);
        string control = Path.Combine(world.B.Directory, "bfdd.sock");
        frr.Start("bfdd", Peer(world, isMultihop, frrIsPassive), "--bfdctl", control);
        ours.WaitFor("MASTER");
        WaitForFrr(frr, "Status: up");

        frr.Ask("configure terminal", "bfd", PeerLine(world, isMultihop), "shutdown");
        ours.WaitForLog("(peer) The neighbor was shut down in order; who tracks it goes on");
        Assert.True(ours.Is("MASTER"), ours.Story());
        frr.Ask("configure terminal", "bfd", PeerLine(world, isMultihop), "no shutdown");
        WaitForFrr(frr, "Status: up");

        ours.Freeze(true);
        WaitForFrr(frr, "Diagnostics: control detection time expired");
        ours.Freeze(false);
        WaitForFrr(frr, "Status: up");
        Assert.Equal(0, ours.Stop());
        WaitForFrr(frr, "Remote diagnostics: administratively down");
    }

    private static void WaitForFrr(FrrDaemons frr, string text)
    {
        string shown = "";
        Eventually.That(
            () => (shown = frr.Ask("show bfd peers")).Contains(text, StringComparison.Ordinal),
            $"FRR shows {text}",
            () => shown + frr.Story());
    }

    private static string PeerLine(BfdWorld world, bool isMultihop) => isMultihop
        ? $"peer {world.AddressOf("a")} multihop local-address {world.AddressOf("b")}"
        : $"peer {world.AddressOf("a")} local-address {world.AddressOf("b")} interface eth0";

    private static string Peer(BfdWorld world, bool isMultihop, bool isPassive) => $"""
        bfd
         {PeerLine(world, isMultihop)}
          detect-multiplier 20
          receive-interval 50
          transmit-interval 50
          {(isPassive ? "passive-mode" : "no passive-mode")}
          no shutdown
         exit
        exit

        """;
}
