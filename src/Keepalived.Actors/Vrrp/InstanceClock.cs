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
    private readonly IProtocolTimer[] _timers = new IProtocolTimer[TimerCount];

    public InstanceClock(IProtocolClock clock, IActorRef instance, IActorRef router)
    {
        _instance = instance;
        _router = router;
        for (int i = 0; i < TimerCount; i++)
        {
            _timers[i] = clock.CreateTimer(this, i);
        }
    }

    public void Start(VrrpTimer timer, TimeSpan dueAt, int generation) => _timers[(int)timer].Start(dueAt, generation);

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
        TimerExpired expired = new((VrrpTimer)id, generation);
        if (expired.Timer == VrrpTimer.MasterDown)
        {
            // It must not overtake an advertisement that was received before it fired.
            _router.Tell(new ForwardExpiry(_instance, expired), ActorRefs.NoSender);
        }
        else
        {
            _instance.Tell(expired, ActorRefs.NoSender);
        }
    }

    public void RenewRequested(int generation) => _instance.Tell(new RenewLease(generation), ActorRefs.NoSender);

    public void LeaseExpired(int generation) => _instance.Tell(new LeaseLost(generation), ActorRefs.NoSender);

    public void SilenceExceeded(int generation) =>
        _instance.Tell(new SilenceExceeded(generation), ActorRefs.NoSender);

    public void SendFailed(int errno) => _instance.Tell(new SendingFailed(errno), ActorRefs.NoSender);
}

internal sealed record TimerExpired(VrrpTimer Timer, int Generation) : IVrrpMessage;

internal sealed record RenewLease(int Generation) : IVrrpMessage;

internal sealed record LeaseLost(int Generation) : IVrrpMessage;

internal sealed record SilenceExceeded(int Generation) : IVrrpMessage;

internal sealed record SendingFailed(int Errno) : IVrrpMessage;
