using Akka.Actor;

namespace Keepalived.Actors.Notify;

/// <summary>
/// One alarm of one actor, from a <see cref="TimeProvider"/>: the actor system's own scheduler would tick for ever once
/// it
/// is used. An alarm may ring late or once too often; whoever gets the message looks at the clock.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Design", "CA1001", Justification = "An actor lets go in PostStop, not in Dispose.")]
internal sealed class ActorAlarm(TimeProvider time, IActorRef actor, object message)
{
    private ITimer? _timer;

    /// <summary>Monotonic.</summary>
    public TimeSpan Now => time.GetElapsedTime(0, time.GetTimestamp());

    /// <summary>Rings once at <paramref name="at"/>; null: not at all.</summary>
    public void Set(TimeSpan? at)
    {
        if (at is null)
        {
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        TimeSpan after = at.Value - Now;
        after = after < TimeSpan.Zero
            ? TimeSpan.Zero
            : TimeSpan.FromMilliseconds(Math.Ceiling(after.TotalMilliseconds));
        _timer ??= time.CreateTimer(_ => actor.Tell(message), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(after, Timeout.InfiniteTimeSpan);
    }

    /// <summary>It never rings again.</summary>
    public void Stop() => _timer?.Dispose();
}
