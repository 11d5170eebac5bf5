namespace Keepalived.Linux.Checks;

/// <summary>
/// The time of one attempt: each step (connect, write, read) has its own limit, and all steps together have one, so
/// that a server that sends an octet now and then does not keep us for ever.
/// </summary>
internal sealed class CheckDeadline : IDisposable
{
    /// <summary>Longer limits than this are the same as none (the timers of the base library end at 49 days).</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(40);

    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _outer;
    private readonly TimeProvider _time;
    private readonly TimeSpan _step;
    private readonly TimeSpan _total;
    private readonly long _start;

    public CheckDeadline(TimeSpan step, TimeSpan total, TimeProvider time, CancellationToken cancellation)
    {
        _time = time;
        _step = Bounded(step);
        _total = Bounded(total);
        _start = time.GetTimestamp();
        _source = new CancellationTokenSource(_step, time);
        _outer = cancellation.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _source);
    }

    /// <summary>What ended, or will end, the step at hand is the time of the whole attempt, not its own.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Begins a step.</summary>
    public CancellationToken Next()
    {
        TimeSpan left = _total - _time.GetElapsedTime(_start);
        IsExhausted = left < _step;
        if (left <= TimeSpan.Zero)
        {
            _source.Cancel();
        }
        else
        {
            _source.CancelAfter(left < _step ? left : _step);
        }

        return _source.Token;
    }

    public void Dispose()
    {
        _outer.Dispose();
        _source.Dispose();
    }

    private static TimeSpan Bounded(TimeSpan limit) =>
        limit <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : limit < s_longest ? limit : s_longest;
}
