namespace Keepalived.Simulation.Checkers;

/// <summary>Nothing grows without end: neither what the LAN carries nor the answers to answers.</summary>
internal sealed class QueuesBounded : ILanChecker
{
    private const int MostWaiting = 20_000;
    private const long MostSteps = 2_000_000;

    public void AtMoment(SimulatedLan lan)
    {
        if (lan.Clock.Count > MostWaiting || lan.Clock.Steps > MostSteps)
        {
            throw new InvariantBroken($"{lan.Clock.Count} events wait after {lan.Clock.Steps} steps");
        }
    }
}
