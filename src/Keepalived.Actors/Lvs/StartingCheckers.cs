using Akka.Event;

namespace Keepalived.Actors.Lvs;

/// <summary>
/// Counts the checkers that are yet to begin, until all that the start makes have done so: thousands of actors are told
/// of together, by whichever is the last. Used from all threads.
/// </summary>
internal sealed class StartingCheckers
{
    /// <summary>One for whoever makes them: while there are more to come it does not end.</summary>
    private int _left = 1;

    private int _ended;

    /// <summary>One more is made.</summary>
    public void Add() => Interlocked.Increment(ref _left);

    /// <summary>One has begun, or all are made; the last one, once, is told of.</summary>
    public void Release(EventStream events)
    {
        if (Interlocked.Decrement(ref _left) == 0 && Interlocked.Exchange(ref _ended, 1) == 0)
        {
            events.Publish(new AllChecksStarted());
        }
    }
}
