using Akka.Actor;
using Keepalived.Actors.Sockets;
using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Vrrp;

/// <summary>
/// An instance's side of the protocol clock: its timers, and what the clock's thread has to say, as messages.
/// </summary>
internal sealed class InstanceClock : IProtocolTimerTarget, IAdvertLeaseHolder, IDisposable
{
    private const int TimerCount = (int)VrrpTimer.AnnounceElsewhere + 1;

    private readonly IActorRef _instance;
    private readonly IActorRef _router;
    private readonly IProtocolClock _clock;
    private readonly IProtocolTimer[] _timers = new IProtocolTimer[TimerCount];
    private long _waitsSince;

    public InstanceClock(IProtocolClock clock, IActorRef instance, IActorRef router)
    {
        _instance = instance;
        _router = router;
        _clock = clock;
        for (int i = 0; i < TimerCount; i++)
        {
            _timers[i] = clock.CreateTimer(this, i);
        }
    }

    public void Start(VrrpTimer timer, TimeSpan now, TimeSpan after, int generation)
    {
        if (timer == VrrpTimer.MasterDown)
        {
            // Whoever did not run for longer than the whole wait has missed the look in its middle.
            Volatile.Write(ref _waitsSince, now.Ticks);
            _timers[(int)timer].Start(now + after, generation, after / 2);
        }
        else
        {
            _timers[(int)timer].Start(now + after, generation);
        }
    }

    public void Stop(VrrpTimer timer) => _timers[(int)timer].Stop();

    public void Dispose()
    {
        foreach (IProtocolTimer timer in _timers)
        {
            timer.Dispose();
        }
    }

    public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now)
    {
        if ((VrrpTimer)id == VrrpTimer.MasterDown)
        {
            // It must not overtake an advertisement that was received before it fired. What was before the wait began
            // is no part of it.
            var waited = new TimeSpan(now.Ticks - Volatile.Read(ref _waitsSince));
            TimeSpan gap = _clock.LastGap;
            TimerExpired expired = new(VrrpTimer.MasterDown, generation)
            {
                Unscheduled = gap < waited ? gap : waited,
            };
            _router.Tell(new ForwardExpiry(_instance, expired), ActorRefs.NoSender);
        }
        else
        {
            _instance.Tell(new TimerExpired((VrrpTimer)id, generation), ActorRefs.NoSender);
        }
    }

    public void RenewRequested(int generation) => _instance.Tell(new RenewLease(generation), ActorRefs.NoSender);

    public void LeaseExpired(int generation) => _instance.Tell(new LeaseLost(generation), ActorRefs.NoSender);

    public void SilenceExceeded(int generation) =>
        _instance.Tell(new SilenceExceeded(generation), ActorRefs.NoSender);

    public void SendFailed(int errno) => _instance.Tell(new SendingFailed(errno), ActorRefs.NoSender);
}

internal sealed record TimerExpired(VrrpTimer Timer, int Generation) : IVrrpMessage
{
    /// <summary>How long the clock had not run when it fired.</summary>
    public TimeSpan Unscheduled { get; init; }
}

internal sealed record RenewLease(int Generation) : IVrrpMessage;

internal sealed record LeaseLost(int Generation) : IVrrpMessage;

internal sealed record SilenceExceeded(int Generation) : IVrrpMessage;

internal sealed record SendingFailed(int Errno) : IVrrpMessage;
