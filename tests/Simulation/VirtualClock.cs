namespace Keepalived.Simulation;

/// <summary>
/// The only time there is: a queue ordered by (time, sequence). Nothing else moves time, so one seed gives one history.
/// </summary>
public sealed class VirtualClock
{
    /// <summary>In a second that is not over after so many events somebody goes in circles.</summary>
    private const long MostStepsOfASecond = 200_000;

    private readonly PriorityQueue<Action, (long Ticks, long Sequence)> _queue = new();
    private long _sequence;
    private TimeSpan _secondBegan;
    private long _stepsBefore;

    public TimeSpan Now { get; private set; }

    public int Count => _queue.Count;

    /// <summary>Events that have run so far.</summary>
    public long Steps { get; private set; }

    /// <summary>What was scheduled first runs first among equals. A time that has passed means now.</summary>
    public void At(TimeSpan time, Action action) =>
        _queue.Enqueue(action, (Math.Max(time.Ticks, Now.Ticks), _sequence++));

    public void After(TimeSpan delay, Action action) => At(Now + delay, action);

    /// <summary>Runs everything due until <paramref name="end"/>, which then is the time.</summary>
    public void RunUntil(TimeSpan end, Action afterEach)
    {
        while (_queue.TryPeek(out Action? action, out (long Ticks, long) due) && due.Ticks <= end.Ticks)
        {
            _queue.Dequeue();
            Now = TimeSpan.FromTicks(due.Ticks);
            Steps++;
            LimitSteps();
            action();
            afterEach();
        }

        Now = end;
    }

    private void LimitSteps()
    {
        if (Now - _secondBegan >= TimeSpan.FromSeconds(1))
        {
            (_secondBegan, _stepsBefore) = (Now, Steps);
        }
        else if (Steps - _stepsBefore > MostStepsOfASecond)
        {
            throw new InvariantBroken($"the second from {_secondBegan} on does not end");
        }
    }
}
