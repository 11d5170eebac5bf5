using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation;

/// <summary>The protocol clock's part for one instance: the absolute schedule of its advertisements.</summary>
public sealed class SimulatedTransmitter(VirtualClock clock, DriftingClock local, Action<byte> send)
{
    private byte _priority;
    private TimeSpan _interval;
    private TimeSpan _nextAt;
    private int _schedule;

    public bool IsRunning { get; private set; }

    public byte Priority => _priority;

    public void Start(in VrrpEffect effect)
    {
        TimeSpan now = local.ToLocal(clock.Now);
        bool isFresh = effect.Now || !IsRunning;
        bool moved = isFresh || _interval != effect.After;
        (_priority, _interval) = (effect.Priority, effect.After);
        IsRunning = true;
        if (effect.Now)
        {
            send(_priority);
        }

        if (moved)
        {
            _nextAt = now + _interval;
            Arm();
        }
    }

    public void Revoke()
    {
        IsRunning = false;
        _schedule++;
    }

    private void Arm()
    {
        int schedule = ++_schedule;
        clock.At(local.ToGlobal(_nextAt), () =>
        {
            if (schedule != _schedule || !IsRunning)
            {
                return;
            }

            send(_priority);
            TimeSpan now = local.ToLocal(clock.Now);
            while (_nextAt <= now)
            {
                _nextAt += _interval;
            }

            Arm();
        });
    }
}
