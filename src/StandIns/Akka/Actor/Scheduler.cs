namespace Akka.Actor;

/// <summary>Can be called off.</summary>
public interface ICancelable
{
    bool IsCancellationRequested { get; }
    void Cancel();
}

/// <summary>Tells the time.</summary>
public interface ITimeProvider
{
    DateTimeOffset Now { get; }
}

/// <summary>Sends messages later.</summary>
public interface ITellScheduler
{
    void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender);
    void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable);

    void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender,
            ICancelable cancelable);
}

/// <summary>The actor system's clock.</summary>
public interface IScheduler : ITellScheduler, ITimeProvider { }

/// <summary>The same, with something to call it off by.</summary>
public static class SchedulerExtensions
{
    public static ICancelable ScheduleTellOnceCancelable(
        this IScheduler scheduler, TimeSpan delay, ICanTell receiver, object message, IActorRef sender)
    {
        var cancelable = new Cancelable();
        scheduler.ScheduleTellOnce(delay, receiver, message, sender, cancelable);
        return cancelable;
    }
}

internal sealed class Cancelable : ICancelable
{
    private volatile bool _cancelled;
    public bool IsCancellationRequested => _cancelled;
    public void Cancel() => _cancelled = true;
}

/// <summary>
/// One thread that sleeps until the next entry is due. Coarse on purpose: as in the original, nothing that needs better
/// than ten milliseconds belongs here.
/// </summary>
internal sealed class ThreadScheduler : IScheduler, IDisposable
{
    private readonly PriorityQueue<Entry, long> _entries = new();
    private readonly TimeProvider _time = TimeProvider.System;
    private bool _started;
    private bool _stopped;

    private sealed record Entry(
        ICanTell Receiver, object Message, IActorRef Sender, ICancelable Cancelable, TimeSpan? Interval);

    public DateTimeOffset Now => _time.GetUtcNow();

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, new Cancelable());

    public void ScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(new Entry(receiver, message, sender, cancelable, Interval: null), delay);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender,
            ICancelable cancelable)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        Add(new Entry(receiver, message, sender, cancelable, interval), initialDelay);
    }

    public void Dispose()
    {
        lock (_entries)
        {
            _stopped = true;
            _entries.Clear();
            Monitor.Pulse(_entries);
        }
    }

    private static long Milliseconds() => Environment.TickCount64;

    private void Add(Entry entry, TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        lock (_entries)
        {
            if (_stopped) { return; }
            _entries.Enqueue(entry, Milliseconds() + (long)Math.Ceiling(delay.TotalMilliseconds));
            Monitor.Pulse(_entries);
            if (!_started)
            {
                _started = true;
                new Thread(Run) { IsBackground = true, Name = "akka-scheduler" }.Start();
            }
        }
    }

    private void Run()
    {
        while (NextDue() is { } entry)
        {
            if (entry.Cancelable.IsCancellationRequested) { continue; }
            entry.Receiver.Tell(entry.Message, entry.Sender);
            if (entry.Interval is { } again) { Add(entry, again); }
        }
    }

    private Entry NextDue()
    {
        lock (_entries)
        {
            while (!_stopped)
            {
                if (!_entries.TryPeek(out Entry entry, out long due))
                {
                    Monitor.Wait(_entries);
                }
                else if (due - Milliseconds() is var wait and > 0)
                {
                    Monitor.Wait(_entries, (int)Math.Min(wait, int.MaxValue));
                }
                else
                {
                    return _entries.Dequeue();
                }
            }
            return null;
        }
    }
}
