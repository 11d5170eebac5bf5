using Keepalived.Core.Bfd;
using Keepalived.Simulation.Bfd;
using Keepalived.Wire.Bfd;
using Xunit.Abstractions;

namespace Keepalived.Simulation.Tests;

/// <summary>
/// Two BFD sessions through seeds: whatever the wire did, when it heals both come up, and a healthy wire never brings
/// them down. BFD_SEED=n replays one, BFD_SEEDS=n asks for another number.
/// </summary>
public sealed class BfdPairTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Whatever_the_wire_did_both_come_up_when_it_heals_and_stay_up()
    {
        foreach (long seed in Seeds())
        {
            Run(seed, pair =>
            {
                SimulationRandom random = new(seed ^ 0x5eed);
                for (int i = 0; i < 6; i++)
                {
                    Trouble(pair, random);
                    pair.Run(random.Between(TimeSpan.Zero, 3 * s_second));
                }

                Heal(pair);
                AssertSteady(pair);
            });
        }
    }

    [Fact]
    public void A_peer_that_dies_is_missed_within_the_detection_time_and_not_before()
    {
        foreach (long seed in Seeds())
        {
            Run(seed, pair =>
            {
                Heal(pair);
                Assert.True(pair.Left.IsUp);
                TimeSpan detection = pair.Left.State.DetectionTime;
                TimeSpan last = pair.Left.State.LastReceived;
                pair.Right.Kill();
                pair.Run(60 * s_second);

                Assert.Equal(last + detection, pair.Left.DownAt);
                Assert.Equal(BfdDiagnostic.ControlDetectionTimeExpired, pair.Left.State.Diagnostic);
            });
        }
    }

    [Fact]
    public void A_peer_that_stops_in_order_is_not_missed()
    {
        foreach (long seed in Seeds())
        {
            Run(seed, pair =>
            {
                Heal(pair);
                pair.Right.Stop();
                pair.Run(60 * s_second);

                Assert.True(pair.Left.IsUp);
                Assert.Equal(BfdState.Down, pair.Left.State.Session);
            });
        }
    }

    private void Run(long seed, Action<SimulatedBfdPair> story)
    {
        SimulationRandom random = new(seed);
        SimulatedBfdPair pair = new(seed, Draw(random), Draw(random, mayBePassive: false));
        try
        {
            pair.Left.Start();
            pair.Clock.After(random.Between(TimeSpan.Zero, 2 * s_second), pair.Right.Start);
            story(pair);
        }
        catch
        {
            output.WriteLine($"BFD_SEED={seed}");
            throw;
        }
    }

    private static BfdParameters Draw(SimulationRandom random, bool mayBePassive = true) => new()
    {
        MinimumReceive = TimeSpan.FromMilliseconds(random.Between(10, 300)),
        MinimumTransmit = TimeSpan.FromMilliseconds(random.Between(10, 300)),
        IdleTransmit = TimeSpan.FromMilliseconds(random.Between(1000, 2000)),
        Multiplier = (byte)random.Between(2, 6),
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
                pair.Clock.After(random.Between(TimeSpan.Zero, s_second), end.Start);
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
        pair.Wire = new BfdWire(0, TimeSpan.FromMilliseconds(1), 0);
        // Both detection times, in the slow interval, and the handshake.
        pair.Run(60 * s_second);
    }

    private static void AssertSteady(SimulatedBfdPair pair)
    {
        (int left, int right) = (pair.Left.WentDown, pair.Right.WentDown);
        pair.Left.ForgetGaps();
        pair.Right.ForgetGaps();
        pair.Run(30 * s_second);

        foreach (SimulatedBfdEnd end in new[] { pair.Left, pair.Right })
        {
            Assert.True(end.IsUp);
            Assert.Equal(BfdState.Up, end.State.Session);
            Assert.False(end.State.Polling);
            Assert.Equal(end.State.Transmit, end.State.TransmitInUse);
            Assert.Equal(end.State.Receive, end.State.ReceiveInUse);
            Assert.InRange(end.Gaps.Least, end.State.TransmitInterval * 0.75, end.State.TransmitInterval);
            Assert.InRange(end.Gaps.Most, end.State.TransmitInterval * 0.75, end.State.TransmitInterval);
        }

        Assert.Equal((left, right), (pair.Left.WentDown, pair.Right.WentDown));
    }

    private static IEnumerable<long> Seeds()
    {
        if (long.TryParse(Environment.GetEnvironmentVariable("BFD_SEED"), out long one))
        {
            return [one];
        }

        int count = int.TryParse(Environment.GetEnvironmentVariable("BFD_SEEDS"), out int asked) ? asked : 300;
        return Enumerable.Range(1, count).Select(static n => (long)n);
    }
}
