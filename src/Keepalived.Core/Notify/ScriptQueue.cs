namespace Keepalived.Core.Notify;

/// <summary>
/// The scripts of one instance, group or server, in order (decision 10): the next starts when the last has ended, or
/// <see cref="Patience"/> after it began (then both run). At most <see cref="Capacity"/> wait; when full, the oldest
/// goes,
/// so that the newest state is always told.
/// </summary>
public sealed class ScriptQueue
{
    public const int Capacity = 16;

    private readonly Queue<ScriptStep> _waiting = [];
    private readonly HashSet<long> _running = [];
    private readonly HashSet<long> _limited = [];
    private TimeSpan _lastBegan;
    private long _last;

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(10);

    public int Waiting => _waiting.Count;

    public int Running => _running.Count;

    /// <summary>Steps that were thrown away because too many waited.</summary>
    public long Dropped { get; private set; }

    public bool IsIdle => _waiting.Count == 0 && _running.Count == 0;

    /// <summary>When <see cref="TakeNext"/> will have something although nothing ends; null: never.</summary>
    public TimeSpan? NextDeadline =>
        _waiting.Count == 0 ? null : _running.Contains(_last) ? _lastBegan + Patience : _lastBegan;

    /// <summary>Appends; returns the step that had to go for it, if any.</summary>
    public ScriptStep? Add(ScriptStep step)
    {
        ScriptStep? dropped = null;
        if (_waiting.Count == Capacity)
        {
            dropped = _waiting.Dequeue();
            Dropped++;
        }

        _waiting.Enqueue(step);
        return dropped;
    }

    /// <summary>What to start now; null: nothing yet. Report its end by <see cref="Ended"/> with the number.</summary>
    /// <param name="overtaken">True if the step before still runs after <see cref="Patience"/>.</param>
    public ScriptStep? TakeNext(TimeSpan now, out long number, out bool overtaken)
    {
        overtaken = _running.Contains(_last);
        number = 0;
        if (_waiting.Count == 0 || (overtaken && now - _lastBegan < Patience))
        {
            return null;
        }

        number = ++_last;
        _lastBegan = now;
        _running.Add(number);
        ScriptStep step = _waiting.Dequeue();
        if (step.TimeLimit is not null)
        {
            _limited.Add(number);
        }

        return step;
    }

    public void Ended(long number)
    {
        _running.Remove(number);
        _limited.Remove(number);
    }

    /// <summary>Nobody will report the end of what runs.</summary>
    public void ForgetRunning() => _running.Clear();

    /// <summary>What has no time limit is not waited for, whether it waits or runs.</summary>
    public void ClearUnlimited()
    {
        ScriptStep[] limited = [.. _waiting.Where(step => step.TimeLimit is not null)];
        _waiting.Clear();
        foreach (ScriptStep step in limited)
        {
            _waiting.Enqueue(step);
        }

        _running.RemoveWhere(number => !_limited.Contains(number));
    }

    /// <summary>Orderly stop: what waits is not worth waiting for. Stop scripts start beside what still runs.</summary>
    public int Clear()
    {
        int count = _waiting.Count;
        _waiting.Clear();
        _running.Clear();
        _limited.Clear();
        return count;
    }
}
