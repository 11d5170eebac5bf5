using Keepalived.Core.Bfd;
using Keepalived.Wire.Bfd;

namespace Keepalived.Simulation.Bfd;

/// <summary>
/// One seed: two BFD sessions go through trouble, and must come up when it is over, stay up, miss a peer that dies when
/// its detection time is over, and not miss one that says goodbye.
/// </summary>
public static class BfdSwarmRun
{
    private const int Troubles = 6;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Null, or what went wrong.</summary>
    public static string? Fails(long seed)
    {
        foreach (Action<SimulatedBfdPair, long> story in (Action<SimulatedBfdPair, long>[])[Heals, Dies, Stops])
        {
            try
            {
                Run(seed, story);
            }
            catch (InvariantBroken broken)
            {
                return $"{story.Method.Name}: {broken.Message}\nBFD_SEED={seed}";
            }
        }

        return null;
    }

    private static void Run(long seed, Action<SimulatedBfdPair, long> story)
    {
        SimulationRandom random = new(seed);
        SimulatedBfdPair pair = new(seed, Draw(random), Draw(random, mayBePassive: false));
        pair.Left.Start();
        pair.Clock.After(random.Between(TimeSpan.Zero, 2 * Second), pair.Right.Start);
        story(pair, seed);
    }

    /// <summary>Whatever the wire did, both come up when it heals and stay up.</summary>
    private static void Heals(SimulatedBfdPair pair, long seed)
    {
        SimulationRandom random = new(seed ^ 0x5eed);
        for (int i = 0; i < Troubles; i++)
        {
            Trouble(pair, random);
            pair.Run(random.Between(TimeSpan.Zero, 3 * Second));
        }

        Heal(pair);
        RequireSteady(pair);
    }

    /// <summary>Within the detection time, and not before.</summary>
    private static void Dies(SimulatedBfdPair pair, long seed)
    {
        Heal(pair);
        Require(pair.Left.IsUp, "is not up on a healthy wire");
        TimeSpan expected = pair.Left.State.LastReceived + pair.Left.State.DetectionTime;
        pair.Right.Kill();
        pair.Run(60 * Second);
        Require(pair.Left.DownAt == expected, $"missed its peer at {pair.Left.DownAt}, not {expected}");
        Require(
            pair.Left.State.Diagnostic == BfdDiagnostic.ControlDetectionTimeExpired,
            $"says {pair.Left.State.Diagnostic}");
    }

    private static void Stops(SimulatedBfdPair pair, long seed)
    {
        Heal(pair);
        pair.Right.Stop();
        pair.Run(60 * Second);
        Require(pair.Left.IsUp, "missed a peer that said goodbye");
        Require(pair.Left.State.Session == BfdState.Down, $"is {pair.Left.State.Session} beside one that has stopped");
    }

    private static BfdParameters Draw(SimulationRandom random, bool mayBePassive = true) => new()
    {
        MinimumReceive = TimeSpan.FromMilliseconds(random.Between(10, 300)),
        MinimumTransmit = TimeSpan.FromMilliseconds(random.Between(10, 300)),
        IdleTransmit = TimeSpan.FromMilliseconds(random.Between(100, 2000)),
        Multiplier = (byte)random.Between(1, 6),
        Passive = mayBePassive && random.Percent(30),
    };

    private static void Trouble(SimulatedBfdPair pair, SimulationRandom random)
    {
        SimulatedBfdEnd end = random.Percent(50) ? pair.Left : pair.Right;
        switch (random.Below(5))
        {
            case 0:
                pair.Wire = new BfdWire(100, TimeSpan.Zero, 0);
                break;
            case 1:
                pair.Wire = new BfdWire(
                    random.Between(0, 60), TimeSpan.FromMilliseconds(random.Between(0, 400)), random.Between(0, 50));
                break;
            case 2:
                end.Kill();
                pair.Clock.After(random.Between(TimeSpan.Zero, Second), end.Start);
                break;
            case 3:
                end.Reconfigure(Draw(random, mayBePassive: false));
                break;
            default:
                pair.Wire = new BfdWire(0, TimeSpan.Zero, 0);
                break;
        }
    }

    private static void Heal(SimulatedBfdPair pair)
    {
        pair.Wire = new BfdWire(0, TimeSpan.FromMicroseconds(100), 0);
        // Both detection times, in the slow interval, and the handshake.
        pair.Run(60 * Second);
    }

    private static void RequireSteady(SimulatedBfdPair pair)
    {
        (int left, int right) = (pair.Left.WentDown, pair.Right.WentDown);
        pair.Left.ForgetGaps();
        pair.Right.ForgetGaps();
        pair.Run(30 * Second);
        foreach (SimulatedBfdEnd end in new[] { pair.Left, pair.Right })
        {
            Require(end.IsUp && end.State is { Session: BfdState.Up, Polling: false }, "is not simply up");
            Require(
                end.State.Transmit == end.State.TransmitInUse && end.State.Receive == end.State.ReceiveInUse,
                "still uses old intervals");
            TimeSpan interval = end.State.TransmitInterval;
            // RFC 5880 6.8.7: with a multiplier of 1 never the whole interval, or one packet would be too late.
            TimeSpan most = end.Multiplier == 1 ? interval * 0.9 : interval;
            Require(
                end.Gaps.Least >= interval * 0.75 && end.Gaps.Most <= most,
                $"sends each {end.Gaps.Least} to {end.Gaps.Most}, not each {interval}");
        }

        Require((left, right) == (pair.Left.WentDown, pair.Right.WentDown), "went down on a healthy wire");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvariantBroken(what);
        }
    }
}
