namespace Keepalived.Core.Vrrp;

/// <summary>
/// The stamp of an <c>auth_hmac</c> trailer as one rising number: 32 bits UTC seconds, 16 bits fraction, 16 bits
/// counter. The one place where the wall clock matters to the protocol, because the format demands it; it decides only
/// whether an advertisement is fresh.
/// </summary>
public static class VrrpHmacClock
{
    private const int SecondsShift = 32;
    private const int FractionShift = 16;

    /// <summary>The wall clock with counter 0.</summary>
    public static ulong StampOf(DateTimeOffset utc)
    {
        long ticks = (utc - DateTimeOffset.UnixEpoch).Ticks;
        ulong seconds = (uint)(ticks / TimeSpan.TicksPerSecond);
        ulong fraction = (ulong)(ticks % TimeSpan.TicksPerSecond) * (1UL << FractionShift) / TimeSpan.TicksPerSecond;
        return (seconds << SecondsShift) | (fraction << FractionShift);
    }

    public static ulong WindowOf(TimeSpan span) => (ulong)span.TotalSeconds << SecondsShift;

    /// <summary>True if the whole seconds of both are no further apart than the window.</summary>
    public static bool IsWithin(ulong stamp, ulong now, TimeSpan window)
    {
        long apart = (long)(now >> SecondsShift) - (long)(stamp >> SecondsShift);
        return Math.Abs(apart) <= (long)window.TotalSeconds;
    }
}
