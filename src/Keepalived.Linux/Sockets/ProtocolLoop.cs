using Keepalived.Core.Ports;
using Keepalived.Linux.Native;
using Keepalived.Linux.Processes;
using Tmds.Linux;

namespace Keepalived.Linux.Sockets;

/// <summary>
/// The protocol clock and all VRRP sockets on one dedicated thread (decision 20): epoll over a timerfd, an eventfd and
/// the raw sockets. Each round hands on what has arrived, then fires what is due, then sends what is due, then closes
/// what was disposed of: a Backup never acts on its timer before what had arrived was handed on. Nothing is allocated
/// per round. Callbacks run on this thread without the gate, and must not block.
/// </summary>
public sealed unsafe partial class ProtocolLoop : IProtocolClock, IPacketSocketFactory, IDisposable
{
    /// <summary>
    /// Nanoseconds; shorter advertisement intervals are stretched to this (1 ms), so that a mistake cannot flood.
    /// </summary>
    internal const long ShortestInterval = 1_000_000;

    private const int MaxEvents = 64;

    /// <summary>
    /// Times <see cref="MaxEvents"/> sockets are read before a late timer fires: a flood must not stop it.
    /// </summary>
    private const int MaxLooks = 16;
    private const ulong TimerTag = ulong.MaxValue;
    private const ulong WakeTag = ulong.MaxValue - 1;

    private readonly ProtocolLoopOptions _options;
    private readonly DeadlineHeap _heap = new();
    private readonly Thread _thread;
    private readonly int _epoll;
    private readonly int _gathering;
    private readonly int _timer;
    private readonly int _wake;
    private readonly epoll_event[] _events = GC.AllocateArray<epoll_event>(MaxEvents, pinned: true);
    private readonly ManualResetEventSlim _started = new();
    private long _armedKey = Deadline.Never;
    private bool _timerExpired;
    private bool _stopping;
    private bool _ended;
    private long _worstLateness;
    private long _stalls;
    private long _longestStall;
    private long _autoPriorityDelay;
    private int _realTimePriority;
    private long _lastWakeUp;
    private long _wakeUps;

    /// <summary>
    /// Starts the thread. Throws <see cref="InvalidOperationException"/> if the kernel refuses descriptors.
    /// </summary>
    public ProtocolLoop(ProtocolLoopOptions? options = null)
    {
        _options = options ?? new ProtocolLoopOptions();
        _epoll = Check(LibC.epoll_create1(LibC.EPOLL_CLOEXEC), "epoll_create1");
        int timer = Libc.CreateTimerFd(SocketConstants.ClockMonotonic, SocketConstants.TimerFdFlags);
        _timer = Check(timer, "timerfd_create");
        _wake = Check(LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK), "eventfd");
        _gathering = Check(LibC.epoll_create1(LibC.EPOLL_CLOEXEC), "epoll_create1");
        foreach (int set in (int[])[_epoll, _gathering])
        {
            _ = Check(Watch(set, _timer, TimerTag), "epoll_ctl");
            _ = Check(Watch(set, _wake, WakeTag), "epoll_ctl");
        }

        _lastWakeUp = NowNanoseconds;
        _thread = new Thread(Run) { Name = "protocol", IsBackground = true };
        _thread.Start();
        _started.Wait();
    }

    public TimeSpan Now => ToTimeSpan(NowNanoseconds);

    /// <summary>When the thread last came out of epoll_wait, for a stall guard.</summary>
    public TimeSpan LastWakeUp => ToTimeSpan(Volatile.Read(ref _lastWakeUp));

    /// <summary>When it will wake up at the latest; null = nothing is scheduled.</summary>
    public TimeSpan? NextWakeUp
    {
        get
        {
            lock (Gate)
            {
                return _armedKey == Deadline.Never ? null : ToTimeSpan(_armedKey);
            }
        }
    }

    /// <summary>Positive errno of the real-time priority that was asked for, or 0.</summary>
    public int PriorityError { get; private set; }

    /// <summary>The SCHED_RR priority of the thread, 0 = default scheduling.</summary>
    public int RealTimePriority => Volatile.Read(ref _realTimePriority);

    /// <summary>Positive errno of the CPU affinity that was asked for, or 0.</summary>
    public int AffinityError { get; private set; }

    public ProtocolLoopCounters Counters => new(
        Volatile.Read(ref _wakeUps),
        Volatile.Read(ref _received),
        Volatile.Read(ref _dropped),
        Volatile.Read(ref _receiveErrors),
        Volatile.Read(ref _sendCalls),
        Volatile.Read(ref _sentDatagrams));

    internal static long NowNanoseconds => Libc.MonotonicNanoseconds();

    /// <summary>
    /// Guards the heap, timers, transmitters and the socket table. Held while sending, so a revocation waits for it.
    /// </summary>
    internal Lock Gate { get; } = new();

    /// <inheritdoc/>
    public TimeSpan LastGap { get; private set; }

    public ProtocolStalls Stalls => new(Volatile.Read(ref _stalls), ToTimeSpan(Volatile.Read(ref _longestStall)));

    public TimeSpan TakeWorstLateness() => ToTimeSpan(Interlocked.Exchange(ref _worstLateness, 0));

    public IProtocolTimer CreateTimer(IProtocolTimerTarget target, int id) => new LoopTimer(this, target, id);

    public IAdvertTransmitter CreateTransmitter(
        IPacketSocket socket, IAdvertSource source, IAdvertLeaseHolder holder) =>
        new AdvertTransmitter(this, (LoopSocket)socket, source, holder);

    /// <summary>
    /// Sends what <see cref="IAdvertTransmitter.SendOnce"/> left, ends the thread and closes everything.
    /// </summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (_stopping)
            {
                return;
            }

            _stopping = true;
        }

        Wake();
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    internal static long ToNanoseconds(TimeSpan time) =>
        Math.Clamp(time.Ticks, 0, (Deadline.Never / TimeSpan.NanosecondsPerTick) - 1) * TimeSpan.NanosecondsPerTick;

    internal static TimeSpan ToTimeSpan(long nanoseconds) => new(nanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>Under the gate.</summary>
    internal void Schedule(Deadline deadline, long dueAt)
    {
        _heap.Set(deadline, dueAt, deadline.LookEvery == Deadline.Never ? 0 : NowNanoseconds);
        if (_heap.NextKey < _armedKey)
        {
            Arm(_heap.NextKey);
        }
    }

    /// <summary>Under the gate.</summary>
    internal void Unschedule(Deadline deadline) => _heap.Remove(deadline);

    private static int Check(int result, string call) =>
        result >= 0 ? result : throw new InvalidOperationException($"{call}: {Libc.Describe(LibC.errno)}");

    private void Run()
    {
        new ThreadSettings { Name = _options.Name, Nice = _options.Nice, IsUrgent = true }.Apply(_options.Report);
        PriorityError = _options.RealTimePriority > 0 ? RealTime.SetThreadPriority(_options.RealTimePriority) : 0;
        _realTimePriority = PriorityError == 0 ? _options.RealTimePriority : 0;
        _autoPriorityDelay = _options.MaxAutoPriority < 0
            ? long.MaxValue
            : ToNanoseconds(_options.MinAutoPriorityDelay);
        AffinityError = _options.Processors.Count > 0 ? RealTime.SetThreadProcessors(_options.Processors) : 0;
        PrepareSending();
        _started.Set();
        while (Round())
        {
        }

        CloseAll();
    }

    /// <summary>One round; false when it was the last.</summary>
    private bool Round()
    {
        Gather();
        int count = WaitForEvents(-1);
        long now = NowNanoseconds;
        LastGap = ToTimeSpan(now - _lastWakeUp);
        Volatile.Write(ref _lastWakeUp, now);
        Volatile.Write(ref _wakeUps, _wakeUps + 1);
        if (AnythingDue(now))
        {
            // What arrived until now counts as earlier than what is due now, on however many sockets it waits.
            for (int looks = MaxLooks; looks > 0; looks--)
            {
                ReadEvents(count);
                int seen = count;
                count = WaitForEvents(0);
                if (seen < MaxEvents)
                {
                    break;
                }
            }
        }

        ReadEvents(count);
        _density.Count(_received + _dropped, now);
        bool goOn;
        lock (Gate)
        {
            CollectDue(now);
            goOn = !_stopping;
        }

        CallBack();
        lock (Gate)
        {
            SendAll();
            TakeFailures();
            CloseDisposed();
        }

        ReportFailures();
        return goOn;
    }

    private bool AnythingDue(long now)
    {
        lock (Gate)
        {
            return _heap.NextKey <= now;
        }
    }

    private int WaitForEvents(int timeout)
    {
        fixed (epoll_event* events = _events)
        {
            return Math.Max(0, LibC.epoll_wait(_epoll, events, MaxEvents, timeout));
        }
    }

    private void ReadEvents(int count)
    {
        for (int i = 0; i < count; i++)
        {
            ulong tag = _events[i].data.u64;
            if (tag == TimerTag)
            {
                // Read by setting it anew, in CollectDue.
                _timerExpired = true;
            }
            else if (tag == WakeTag)
            {
                ulong value;
                _ = LibC.read(_wake, &value, sizeof(ulong));
            }
            else
            {
                Drain((int)tag);
            }
        }
    }

    private void Wake()
    {
        ulong one = 1;
        _ = LibC.write(_wake, &one, sizeof(ulong));
    }

    private void Arm(long key)
    {
        IntervalTimerSpec value = default;
        if (key != Deadline.Never)
        {
            // Zero would disarm it.
            value.Value = TimeSpec.FromNanoseconds(Math.Max(1, key));
        }

        _ = Libc.SetTimerFd(_timer, SocketConstants.TimerAbsolute, &value, null);
        _armedKey = key;
    }

    private static int Watch(int set, int fd, ulong tag)
    {
        epoll_event item = default;
        item.events = SocketConstants.EpollIn;
        item.data.u64 = tag;
        return LibC.epoll_ctl(set, LibC.EPOLL_CTL_ADD, fd, &item);
    }
}
