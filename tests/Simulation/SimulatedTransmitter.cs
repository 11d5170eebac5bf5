using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation;

/// <summary>The protocol clock's part for one instance: the absolute schedule of its advertisements.</summary>
public sealed class SimulatedTransmitter(SimulatedRouter router, Action<byte> send, Action silenceExceeded)
{
    private byte _priority;
    private TimeSpan _interval;
    private TimeSpan _nextAt;
    private TimeSpan _lastAt;
    private int _schedule;
    private bool _isOverdue;

    public bool IsRunning { get; private set; }

    /// <summary>It has stopped by itself, and the instance does not know yet.</summary>
    public bool IsSilenced { get; private set; }

    public byte Priority => _priority;

    public TimeSpan Interval => _interval;

    /// <summary><c>timer_expired_backup</c>: after a longer silence nothing is sent; the instance is told.</summary>
    public TimeSpan? LongestSilence { get; set; }

    public bool WasSilentTooLong => LongestSilence is { } longest && router.LocalNow - _lastAt > longest;

    public void Start(in VrrpEffect effect)
    {
        TimeSpan now = router.LocalNow;
        bool isFresh = effect.Now || !IsRunning;
        bool moved = isFresh || _interval != effect.After;
        (_priority, _interval) = (effect.Priority, effect.After);
        (IsRunning, IsSilenced) = (true, false);
        if (effect.Now)
        {
            _lastAt = now;
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
        (IsRunning, IsSilenced) = (false, false);
        _isOverdue = false;
        _schedule++;
    }

    /// <summary>The process is scheduled again.</summary>
    public void WakeUp()
    {
        if (_isOverdue)
        {
            _isOverdue = false;
            SendDue();
        }
    }

    private void Arm()
    {
        int schedule = ++_schedule;
        _isOverdue = false;
        router.Lan.Clock.At(router.Clock.ToGlobal(_nextAt), () =>
        {
            if (schedule == _schedule && IsRunning)
            {
                SendDue();
            }
        });
    }

    private void SendDue()
    {
        if (router.IsPaused)
        {
            _isOverdue = true;
            return;
        }

        TimeSpan now = router.LocalNow;
        if (WasSilentTooLong)
        {
            Revoke();
            IsSilenced = true;
            silenceExceeded();
            return;
        }

        _lastAt = now;
        send(_priority);
        while (_nextAt <= now)
        {
            _nextAt += _interval;
        }

        Arm();
    }
}
