namespace Keepalived.Simulation;

/// <summary>A router's own monotonic clock: it began at some time and runs a little fast or slow.</summary>
/// <param name="Offset">What it showed when the simulation began.</param>
/// <param name="PartsPerMillion">-200..200.</param>
public readonly record struct DriftingClock(TimeSpan Offset, int PartsPerMillion)
{
    private const long Million = 1_000_000;

    public TimeSpan ToLocal(TimeSpan global) =>
        Offset + TimeSpan.FromTicks(global.Ticks + (global.Ticks * PartsPerMillion / Million));

    /// <summary>The first moment at which the local clock shows at least <paramref name="local"/>.</summary>
    public TimeSpan ToGlobal(TimeSpan local)
    {
        long ticks = (local - Offset).Ticks * Million / (Million + PartsPerMillion);
        while (ToLocal(TimeSpan.FromTicks(ticks)) < local)
        {
            ticks++;
        }

        return TimeSpan.FromTicks(ticks);
    }
}
