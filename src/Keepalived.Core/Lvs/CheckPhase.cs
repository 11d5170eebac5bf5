namespace Keepalived.Core.Lvs;

/// <summary>
/// A checker's own place in the interval between its checks: a fraction (<see cref="CheckSpread"/>) of it, counted from
/// the zero of the clock. So checkers stay as far apart as they were placed, whenever each was started and however long
/// the answers take.
/// </summary>
public static class CheckPhase
{
    /// <summary>
    /// The last time of that place that is not after the given one, and less than an interval before.
    /// </summary>
    /// <param name="interval">Above 0.</param>
    /// <param name="fraction">0..1.</param>
    public static TimeSpan Latest(TimeSpan notAfter, TimeSpan interval, double fraction)
    {
        long beyond = (notAfter.Ticks - (long)(interval.Ticks * fraction)) % interval.Ticks;
        return TimeSpan.FromTicks(notAfter.Ticks - (beyond < 0 ? beyond + interval.Ticks : beyond));
    }
}
