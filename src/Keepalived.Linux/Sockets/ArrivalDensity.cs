namespace Keepalived.Linux.Sockets;

/// <summary>Whether so many datagrams arrive that it pays to read those of a millisecond together.</summary>
internal struct ArrivalDensity
{
    /// <summary>Nanoseconds for each of them on average: 1,250 a second.</summary>
    private const double HighBelow = 800_000;

    /// <summary>A pause longer than this counts as this: after some of them the density is low.</summary>
    private const double LongestPause = 20_000_000;

    /// <summary>The last round's share of the average.</summary>
    private const double Share = 1.0 / 16;

    private double _usual;
    private long _lastTotal;
    private long _lastTime;

    public readonly bool IsHigh => _usual < HighBelow && _lastTotal > 0;

    /// <summary>After each round.</summary>
    /// <param name="total">Datagrams so far.</param>
    /// <param name="now">Nanoseconds of CLOCK_MONOTONIC.</param>
    public void Count(long total, long now)
    {
        long arrived = total - _lastTotal;
        double pause = Math.Min(now - _lastTime, LongestPause);
        if (arrived == 0 && pause < LongestPause)
        {
            // A round of timers or of sending; the next one that reads counts the whole time.
            return;
        }

        _usual = _lastTotal == 0 ? LongestPause : _usual + (((pause / Math.Max(1, arrived)) - _usual) * Share);
        (_lastTotal, _lastTime) = (total, now);
    }
}
