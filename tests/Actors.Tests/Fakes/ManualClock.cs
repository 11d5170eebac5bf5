using Keepalived.Core.Ports;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Tests.Fakes;

/// <summary>A protocol clock whose time the test moves; it remembers what was armed and sent.</summary>
internal sealed class ManualClock : IProtocolClock
{
    private readonly object _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _now = TimeSpan.FromSeconds(1000);

    public TimeSpan Now
    {
        get
        {
            lock (_gate)
            {
                return _now;
            }
        }
    }

    public List<ManualTransmitter> Transmitters { get; } = [];

    /// <summary>Thrown once by the next CreateTransmitter.</summary>
    public Exception? FailNextTransmitter { get; set; }

    public IProtocolTimer CreateTimer(IProtocolTimerTarget target, int id)
    {
        lock (_gate)
        {
            ManualTimer timer = new(target, id);
            _timers.Add(timer);
            return timer;
        }
    }

    public IAdvertTransmitter CreateTransmitter(IPacketSocket socket, IAdvertSource source, IAdvertLeaseHolder holder)
    {
        lock (_gate)
        {
            if (FailNextTransmitter is { } failure)
            {
                FailNextTransmitter = null;
                throw failure;
            }

            ManualTransmitter transmitter = new(source, holder);
            Transmitters.Add(transmitter);
            return transmitter;
        }
    }

    public TimeSpan TakeWorstLateness() => TimeSpan.Zero;

    public TimeSpan LastGap { get; private set; }

    /// <summary>Of the timer that fires first; null: none runs.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (_gate)
            {
                return _timers.Min(timer => timer.DueAt);
            }
        }
    }

    /// <summary>Of all timers that run.</summary>
    public IReadOnlyList<TimeSpan> Dues
    {
        get
        {
            lock (_gate)
            {
                return [.. _timers.Select(timer => timer.DueAt).OfType<TimeSpan>()];
            }
        }
    }

    /// <summary>Nothing runs meanwhile; then what is due fires late.</summary>
    public void Stall(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
        }

        LastGap = by;
        Advance(TimeSpan.Zero);
        LastGap = TimeSpan.Zero;
    }

    /// <summary>Moves time; fires what is due, in order.</summary>
    public void Advance(TimeSpan by)
    {
        TimeSpan end = Now + by;
        while (true)
        {
            ManualTimer? next;
            lock (_gate)
            {
                next = _timers.Where(t => t.DueAt is { } due && due <= end).MinBy(t => t.DueAt);
                _now = next?.DueAt is { } at && at > _now ? at : next is null ? end : _now;
            }

            if (next is null)
            {
                return;
            }

            next.Fire(Now);
        }
    }

    public ManualTransmitter? TransmitterOf(IpAddress anyAddressInAdvert) =>
        Snapshot().LastOrDefault(t => t.Carries(anyAddressInAdvert));

    public IReadOnlyList<ManualTransmitter> Snapshot()
    {
        lock (_gate)
        {
            return [.. Transmitters];
        }
    }
}

internal sealed class ManualTimer(IProtocolTimerTarget target, int id) : IProtocolTimer
{
    private readonly object _gate = new();
    private TimeSpan? _dueAt;
    private int _generation;

    public TimeSpan? DueAt
    {
        get
        {
            lock (_gate)
            {
                return _dueAt;
            }
        }
    }

    public void Start(TimeSpan dueAt, int generation)
    {
        lock (_gate)
        {
            _dueAt = dueAt;
            _generation = generation;
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _dueAt = null;
        }
    }

    public void Dispose() => Stop();

    public void Fire(TimeSpan now)
    {
        TimeSpan dueAt;
        int generation;
        lock (_gate)
        {
            if (_dueAt is not { } due)
            {
                return;
            }

            (dueAt, generation) = (due, _generation);
            _dueAt = null;
        }

        target.TimerFired(id, generation, dueAt, now);
    }
}

/// <summary>Remembers what an instance wanted sent; encodes for real, so that the bytes can be read.</summary>
internal sealed class ManualTransmitter(IAdvertSource source, IAdvertLeaseHolder holder) : IAdvertTransmitter
{
    private readonly object _gate = new();
    private readonly List<byte> _sentOnce = [];

    public IAdvertLeaseHolder Holder => holder;

    public bool IsArmed { get; private set; }

    public bool IsDisposed { get; private set; }

    public byte Priority { get; private set; }

    public TimeSpan Interval { get; private set; }

    public int Generation { get; private set; }

    public int Renewals { get; private set; }

    public bool WasSilentTooLong { get; set; }

    public IReadOnlyList<byte> SentOnce
    {
        get
        {
            lock (_gate)
            {
                return [.. _sentOnce];
            }
        }
    }

    public long SentCount { get; private set; }

    public long PriorityZeroSentCount => SentOnce.Count(p => p == 0);

    public void Start(byte priority, TimeSpan interval, TimeSpan lease, bool sendNow, int generation)
    {
        lock (_gate)
        {
            (IsArmed, Priority, Interval, Generation) = (true, priority, interval, generation);
            SentCount++;
        }
    }

    public void Renew(int generation)
    {
        lock (_gate)
        {
            Renewals++;
        }
    }

    public void Revoke()
    {
        lock (_gate)
        {
            IsArmed = false;
        }
    }

    public void SendOnce(byte priority)
    {
        lock (_gate)
        {
            _sentOnce.Add(priority);
            SentCount++;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            (IsArmed, IsDisposed) = (false, true);
        }
    }

    public bool Carries(IpAddress address)
    {
        Span<byte> buffer = stackalloc byte[4608];
        int length = source.WriteNext(0, 1, buffer, out _);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes);
        return buffer[..length].IndexOf(bytes[..address.Length]) >= 0;
    }
}
