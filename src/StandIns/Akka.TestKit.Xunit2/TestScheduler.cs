using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>
/// A clock that stands still until it is advanced. A step fires each entry that became due once, and a repeated one is
/// due again an interval after the new now: five intervals in one step are one message.
/// </summary>
public class TestScheduler : IScheduler
{
    private readonly ConcurrentDictionary<long, ConcurrentQueue<Entry>> _due = new();

    public TestScheduler(Config schedulerConfig, ILoggingAdapter log)
    {
        _ = (schedulerConfig, log);
        Now = TimeProvider.System.GetUtcNow();
    }

    private sealed record Entry(
        ICanTell Receiver, object Message, IActorRef Sender, ICancelable Cancelable, TimeSpan? Interval)
    {
        internal bool IsLive => Cancelable?.IsCancellationRequested != true;
    }

    public DateTimeOffset Now { get; private set; }

    public void Advance(TimeSpan offset)
    {
        Now += offset;
        foreach (long tick in _due.Keys.Where(k => k <= Now.UtcTicks).Order().ToList())
        {
            if (!_due.TryRemove(tick, out ConcurrentQueue<Entry> entries)) { continue; }
            foreach (Entry entry in entries.Where(e => e.IsLive)) { entry.Receiver.Tell(entry.Message, entry.Sender); }
            foreach (Entry entry in entries.Where(e => e.IsLive && e.Interval is not null))
            {
                Add(entry, entry.Interval.Value);
            }
        }
    }

    public void AdvanceTo(DateTimeOffset when)
    {
        if (when < Now) { throw new InvalidOperationException("You can't reverse time..."); }
        Advance(when - Now);
    }

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, cancelable: null);

    public void ScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(new Entry(receiver, message, sender, cancelable, Interval: null), delay);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender,
            ICancelable cancelable) =>
        Add(new Entry(receiver, message, sender, cancelable, interval), initialDelay);

    private void Add(Entry entry, TimeSpan delay) => _due.GetOrAdd((Now + delay).UtcTicks, _ => new()).Enqueue(entry);
}
