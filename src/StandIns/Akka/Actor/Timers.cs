namespace Akka.Actor;

/// <summary>An actor that has timers: the system sets the property before the first hook runs.</summary>
public interface IWithTimers
{
    ITimerScheduler Timers { get; set; }
}

/// <summary>
/// Timers with keys. A key has one timer at most: starting another cancels the first, and what it has put into the
/// mailbox already is dropped. All end with the instance, also at a restart.
/// </summary>
public interface ITimerScheduler
{
    void StartSingleTimer(object key, object msg, TimeSpan timeout);
    void StartPeriodicTimer(object key, object msg, TimeSpan interval);
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);
    bool IsTimerActive(object key);
    void Cancel(object key);
    void CancelAll();
}

/// <summary>
/// What a timer puts into the mailbox; worth its message only while its timer is the current one of its key.
/// </summary>
internal sealed record TimerTick(object Key, int Generation, TimerScheduler Owner, object Message);

internal sealed class TimerScheduler(IScheduler scheduler, IActorRef self) : ITimerScheduler
{
    private readonly Dictionary<object, (int Generation, bool Repeats, ICancelable Task)> _timers = [];
    private int _generation;

    public void StartSingleTimer(object key, object msg, TimeSpan timeout)
    {
        (TimerTick tick, Cancelable task) = Next(key, msg, repeats: false);
        scheduler.ScheduleTellOnce(timeout, self, tick, ActorRefs.NoSender, task);
    }

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) =>
        StartPeriodicTimer(key, msg, interval, interval);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval)
    {
        (TimerTick tick, Cancelable task) = Next(key, msg, repeats: true);
        scheduler.ScheduleTellRepeatedly(initialDelay, interval, self, tick, ActorRefs.NoSender, task);
    }

    public bool IsTimerActive(object key) => _timers.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_timers.Remove(key, out (int Generation, bool Repeats, ICancelable Task) timer)) { timer.Task.Cancel(); }
    }

    public void CancelAll()
    {
        foreach ((int Generation, bool Repeats, ICancelable Task) timer in _timers.Values) { timer.Task.Cancel(); }
        _timers.Clear();
    }

    internal bool Accepts(TimerTick tick)
    {
        if (!ReferenceEquals(tick.Owner, this)
            || !_timers.TryGetValue(tick.Key, out (int Generation, bool Repeats, ICancelable Task) timer)
            || timer.Generation != tick.Generation)
        {
            return false;
        }
        if (!timer.Repeats) { _timers.Remove(tick.Key); }
        return true;
    }

    private (TimerTick Tick, Cancelable Task) Next(object key, object message, bool repeats)
    {
        Cancel(key);
        var task = new Cancelable();
        _timers[key] = (++_generation, repeats, task);
        return (new TimerTick(key, _generation, this, message), task);
    }
}
