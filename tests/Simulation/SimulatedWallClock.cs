namespace Keepalived.Simulation;

/// <summary>A wall clock that goes as the simulation does.</summary>
internal sealed class SimulatedWallClock(VirtualClock clock) : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Beginning + clock.Now;
}
