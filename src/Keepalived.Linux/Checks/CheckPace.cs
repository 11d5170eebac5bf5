namespace Keepalived.Linux.Checks;

/// <summary>
/// How far the timers of the check loop have come. They follow the clock; but after the loop stood still, they make up
/// for it little by little instead of all at once, so that real servers and the network see no burst. Nothing waits
/// while there is nothing to make up for.
/// </summary>
internal struct CheckPace
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>
    /// Of a longer pause between two rounds, only this much counts: the rest was a stand-still. Unless such pauses are
    /// the rule: where the machine is so busy, rounds are all that there is.
    /// </summary>
    private const long LeastPerRound = 1_500_000;

    /// <summary>What is usual is the average of this much time; a longer pause counts as this.</summary>
    private const double Remembered = 100d * NanosecondsPerMillisecond;

    /// <summary>What is behind by this much or less is made up for at the lowest speed.</summary>
    private const long Tolerable = 20 * NanosecondsPerMillisecond;

    /// <summary>Behind by so much more, it goes faster by the whole speed of the clock.</summary>
    private const double Urgent = 250d * NanosecondsPerMillisecond;

    private const double LowestSpeed = 1.1;

    private long _lastRound;
    private double _usualPause;

    /// <summary>Nanoseconds of CLOCK_MONOTONIC: timers until here may fire; never after the present.</summary>
    public long Position { get; private set; }

    /// <summary>Moves on.</summary>
    /// <param name="now">Nanoseconds of CLOCK_MONOTONIC.</param>
    /// <param name="earliest">No timer is due before this.</param>
    public void MoveTo(long now, long earliest)
    {
        double speed = LowestSpeed + (Math.Max(0, _lastRound - Position - Tolerable) / Urgent);
        long pause = now - _lastRound;
        long step = (long)(Math.Min(pause, Math.Max(LeastPerRound, _usualPause)) * speed);
        double counted = Math.Min(pause, Remembered);
        _usualPause += (counted - _usualPause) * counted / Remembered;
        _lastRound = now;
        Position = Math.Min(now, Math.Max(Position + step, earliest));
    }

    /// <summary>When the loop should look again for a timer that is due at the given time.</summary>
    public readonly long WakeAt(long dueAt, long now) =>
        dueAt <= Position || dueAt >= now ? dueAt : Math.Max(now, _lastRound) + NanosecondsPerMillisecond;
}
