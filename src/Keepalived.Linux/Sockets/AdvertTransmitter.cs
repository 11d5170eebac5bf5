using Keepalived.Core.Ports;

namespace Keepalived.Linux.Sockets;

/// <summary>
/// The schedule of one instance's advertisements. The actor decides, the clock sends (decision 20): being armed is a
/// lease, and an actor that does not answer loses it. All state is guarded by the loop's gate.
/// </summary>
internal sealed class AdvertTransmitter : Deadline, IAdvertTransmitter
{
    private const int PhasesPerInterval = 32;

    /// <summary>10 ms, in nanoseconds.</summary>
    private const long CoarsestPhase = 10_000_000;

    private readonly ProtocolLoop _loop;
    private byte? _extra;
    private long _interval;
    private long _lease;
    private long _renewedAt;
    private bool _renewalAsked;
    private long _silenceLimit = Never;
    private long _lastDue = Never;
    private bool _disposed;
    private long _sent;
    private long _sentPriorityZero;

    public AdvertTransmitter(ProtocolLoop loop, LoopSocket socket, IAdvertSource source, IAdvertLeaseHolder holder)
    {
        _loop = loop;
        Socket = socket;
        Source = source;
        Holder = holder;
        LeaseDeadline = new AdvertLease(this);
    }

    public LoopSocket Socket { get; }

    public IAdvertSource Source { get; }

    public IAdvertLeaseHolder Holder { get; }

    public AdvertLease LeaseDeadline { get; }

    public byte Priority { get; private set; }

    public int Generation { get; private set; }

    /// <summary>A schedule is running.</summary>
    public bool Armed { get; private set; }

    /// <summary>The loop has taken it off the heap: the scheduled advertisement is to be sent in this round.</summary>
    public bool SendDue { get; set; }

    /// <summary>It stands in the loop's list for this round.</summary>
    public bool Queued { get; set; }

    public long SentCount => Volatile.Read(ref _sent);

    public long PriorityZeroSentCount => Volatile.Read(ref _sentPriorityZero);

    public void Start(byte priority, TimeSpan interval, TimeSpan lease, bool sendNow, int generation)
    {
        lock (_loop.Gate)
        {
            if (_disposed)
            {
                return;
            }

            long now = ProtocolLoop.NowNanoseconds;
            long oldInterval = _interval;
            Priority = priority;
            Generation = generation;
            _interval = Math.Max(ProtocolLoop.ToNanoseconds(interval), ProtocolLoop.ShortestInterval);
            _lease = ProtocolLoop.ToNanoseconds(lease);
            // A running schedule keeps its phase: the next one counts from the last one.
            long next = Armed && !sendNow
                ? Math.Max(now, (DueAt == Never ? now : DueAt) - oldInterval + _interval)
                : OnGrid(now + _interval);
            _lastDue = Armed && !sendNow ? _lastDue : now;
            Armed = true;
            if (sendNow)
            {
                SendDue = true;
                _loop.SendNow(this);
            }

            _loop.Schedule(this, next);
            RestartLease(now);
        }
    }

    public void Renew(int generation)
    {
        lock (_loop.Gate)
        {
            if (Armed && generation == Generation)
            {
                RestartLease(ProtocolLoop.NowNanoseconds);
            }
        }
    }

    public void LimitSilence(TimeSpan? longest)
    {
        lock (_loop.Gate)
        {
            _silenceLimit = longest is { } limit ? ProtocolLoop.ToNanoseconds(limit) : Never;
        }
    }

    public bool WasSilentTooLong
    {
        get
        {
            lock (_loop.Gate)
            {
                return IsSilentTooLong(ProtocolLoop.NowNanoseconds);
            }
        }
    }

    public void Revoke()
    {
        lock (_loop.Gate)
        {
            Disarm();
        }
    }

    public void SendOnce(byte priority)
    {
        lock (_loop.Gate)
        {
            if (_disposed)
            {
                return;
            }

            _extra = priority;
            _loop.SendNow(this);
        }
    }

    public void Dispose()
    {
        lock (_loop.Gate)
        {
            _disposed = true;
            Disarm();
            _loop.Unschedule(this);
            _loop.Unschedule(LeaseDeadline);
        }
    }

    /// <summary>The priority of the extra advertisement that is to be sent in this call; null: none.</summary>
    public byte? TakeExtra()
    {
        byte? extra = _extra;
        _extra = null;
        return extra;
    }

    /// <summary>
    /// Due: notes it for sending and puts the next one on the absolute schedule. Missed ones are skipped, and the next
    /// is never closer than half an interval, so a late thread does not burst. False if the silence was too long:
    /// then the schedule has ended.
    /// </summary>
    public bool Advance(long now)
    {
        if (EndIfSilent(now))
        {
            return false;
        }

        _lastDue = now;
        SendDue = true;
        long next = DueAt + _interval;
        long earliest = now + (_interval / 2);
        if (next < earliest)
        {
            next += (earliest - next + _interval - 1) / _interval * _interval;
        }

        _loop.Schedule(this, next);
        return true;
    }

    /// <summary>True if the silence was too long: then the schedule has ended.</summary>
    public bool EndIfSilent(long now)
    {
        bool isTooLong = IsSilentTooLong(now);
        if (isTooLong)
        {
            Disarm();
        }

        return isTooLong;
    }

    /// <summary>
    /// The lease's deadline has come: true = ask for renewal, false = it has expired and sending has stopped.
    /// </summary>
    public bool AskOrExpire(long now)
    {
        if (_renewalAsked || now - _renewedAt >= _lease)
        {
            Disarm();
            return false;
        }

        // Asked at half time. When the asking itself was late, the actor still gets its half.
        _renewalAsked = true;
        _loop.Schedule(LeaseDeadline, Math.Max(_renewedAt + _lease, now + (_lease / 2)));
        return true;
    }

    public void CountSent(byte priority)
    {
        Volatile.Write(ref _sent, _sent + 1);
        if (priority == 0)
        {
            Volatile.Write(ref _sentPriorityZero, _sentPriorityZero + 1);
        }
    }

    /// <summary>
    /// Schedules begin on a common grid, so that many fall together: each time of its own is a wake-up and a system
    /// call. It shortens the first interval by a thirty-second at most, and never the others.
    /// </summary>
    private long OnGrid(long time) => time - (time % Math.Clamp(_interval / PhasesPerInterval, 1, CoarsestPhase));

    private bool IsSilentTooLong(long now) => now - _lastDue > _silenceLimit;

    private void RestartLease(long now)
    {
        _renewedAt = now;
        _renewalAsked = false;
        _loop.Schedule(LeaseDeadline, now + (_lease / 2));
    }

    private void Disarm()
    {
        Armed = false;
        SendDue = false;
        DueAt = Never;
        LeaseDeadline.DueAt = Never;
    }
}

/// <summary>When to ask for renewal of a lease, or to end it.</summary>
internal sealed class AdvertLease(AdvertTransmitter transmitter) : Deadline
{
    public AdvertTransmitter Transmitter => transmitter;
}
