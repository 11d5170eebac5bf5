namespace Keepalived.Simulation.Checkers;

/// <summary>Nothing grows without end: neither what the LAN carries nor the answers to answers.</summary>
internal sealed class QueuesBounded : ILanChecker
{
    private const int MostWaiting = 20_000;
    private const long MostSteps = 2_000_000;

    public void AtMoment(SimulatedRouter router)
    {
        VirtualClock clock = router.Lan.Clock;
        if (clock.Count > MostWaiting || clock.Steps > MostSteps)
        {
            throw new InvariantBroken($"{clock.Count} events wait after {clock.Steps} steps");
        }
    }
}
