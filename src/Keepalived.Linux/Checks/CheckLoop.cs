using Keepalived.Core.Ports;
using Keepalived.Linux.Native;
using Keepalived.Linux.Processes;
using Keepalived.Linux.Sockets;
using Tmds.Linux;

namespace Keepalived.Linux.Checks;

/// <summary>
/// The clock of all checkers, and the connections of TCP_CHECK and plain HTTP_GET, on one thread of their own beside
/// the protocol's: a check that changes nothing costs its system calls and no change of threads. Callbacks run on this
/// thread without the gate and must not block.
/// </summary>
public sealed unsafe class CheckLoop : ITimerClock, IDisposable
{
    private const int MaxEvents = 64;
    private const int BufferSize = 16 * 1024;
    private const ulong WakeTag = ulong.MaxValue;
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly Action<Exception>? _callbackFailed;
    private readonly ThreadSettings? _settings;
    private readonly Action<string>? _report;
    private readonly DeadlineHeap _heap = new();
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private readonly int _epoll;
    private readonly int _wake;
    private readonly epoll_event[] _events = GC.AllocateArray<epoll_event>(MaxEvents, pinned: true);
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
    private readonly Dictionary<int, LoopAttempt> _attempts = [];
    private readonly List<(Deadline Deadline, int Generation, long DueAt)> _due = [];
    private readonly List<LoopAttempt> _cancelled = [];
    private CheckPace _pace;
    private long _sleepsUntil = Deadline.Never;
    private bool _stopping;

    /// <summary>
    /// Starts the thread. Throws <see cref="InvalidOperationException"/> if the kernel refuses descriptors.
    /// </summary>
    /// <param name="callbackFailed">Told what a callback threw, on this thread: a bug of the callback.</param>
    /// <param name="settings">Name and scheduling of the thread; null = as they are.</param>
    /// <param name="report">Told what of them the kernel refuses.</param>
    public CheckLoop(
        Action<Exception>? callbackFailed = null, ThreadSettings? settings = null, Action<string>? report = null)
    {
        _callbackFailed = callbackFailed;
        _settings = settings;
        _report = report;
        _epoll = LibC.epoll_create1(LibC.EPOLL_CLOEXEC);
        _wake = LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK);
        if (_epoll < 0 || _wake < 0 || !Watch(_wake, SocketConstants.EpollIn, WakeTag))
        {
            throw new InvalidOperationException($"check loop: {Libc.Describe(LibC.errno)}");
        }

        _thread = new Thread(Run) { Name = "checks", IsBackground = true };
        _thread.Start();
    }

    public TimeSpan Now => ProtocolLoop.ToTimeSpan(Libc.MonotonicNanoseconds());

    /// <summary>Loop's thread: for one piece of what arrives.</summary>
    internal Span<byte> Buffer => _buffer;

    public IProtocolTimer CreateTimer(IProtocolTimerTarget target, int id) => new CheckTimer(this, target, id);

    /// <summary>Ends the thread; attempts under way end as cancelled.</summary>
    public void Dispose()
    {
        lock (_gate)
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

    internal void Schedule(Deadline deadline, long dueAt, int generation = 0)
    {
        bool isEarlier;
        lock (_gate)
        {
            if (deadline is CheckTimer timer)
            {
                timer.Generation = generation;
            }

            _heap.Set(deadline, dueAt);
            isEarlier = dueAt < _sleepsUntil;
        }

        if (isEarlier && Thread.CurrentThread != _thread)
        {
            Wake();
        }
    }

    internal void Stop(Deadline deadline, bool forGood)
    {
        lock (_gate)
        {
            if (forGood)
            {
                _heap.Remove(deadline);
            }
            else
            {
                deadline.DueAt = Deadline.Never;
            }
        }
    }

    /// <summary>Any thread: waits until the descriptor is ready, or its time is over.</summary>
    internal void Begin(LoopAttempt attempt, int descriptor, long limit, int events)
    {
        lock (_gate)
        {
            _attempts[descriptor] = attempt;
        }

        Schedule(attempt, limit);
        // A kernel without memory for it leaves the attempt to its time limit.
        _ = Watch(descriptor, events, (ulong)descriptor);
    }

    /// <summary>Loop's thread: of a descriptor watched for edges, what is ready now is told in a next round.</summary>
    internal void LookAgain(int descriptor, int events) =>
        _ = Watch(descriptor, events, (ulong)descriptor, SocketConstants.EpollModify);

    /// <summary>
    /// Any thread, before the descriptor is closed: the attempt hears nothing any more. Closing alone would not do: as
    /// long as a child that is being started has a copy, the kernel goes on telling of it, to whoever has the number.
    /// </summary>
    internal void Forget(LoopAttempt attempt)
    {
        _ = LibC.epoll_ctl(_epoll, LibC.EPOLL_CTL_DEL, attempt.Descriptor, null);
        lock (_gate)
        {
            _attempts.Remove(attempt.Descriptor);
            _heap.Remove(attempt);
        }
    }

    /// <summary>Any thread: the loop's own thread ends it soon.</summary>
    internal void Cancel(LoopAttempt attempt)
    {
        lock (_gate)
        {
            _cancelled.Add(attempt);
        }

        Wake();
    }

    private void Run()
    {
        _settings?.Apply(_report);
        while (Round())
        {
        }

        foreach (LoopAttempt attempt in _attempts.Values.ToArray())
        {
            attempt.TimedOut();
        }

        _ = LibC.close(_wake);
        _ = LibC.close(_epoll);
    }

    /// <summary>One round; false when it was the last.</summary>
    private bool Round()
    {
        int count = Wait();
        for (int i = 0; i < count; i++)
        {
            ulong tag = _events[i].data.u64;
            if (tag == WakeTag)
            {
                ulong value;
                _ = LibC.read(_wake, &value, sizeof(ulong));
            }
            else
            {
                Tell((int)tag, _events[i].events);
            }
        }

        bool goOn = Collect();
        foreach ((Deadline deadline, int generation, long dueAt) in _due)
        {
            Fire(deadline, generation, dueAt);
        }

        _due.Clear();
        return goOn;
    }

    private int Wait()
    {
        int timeout = -1;
        lock (_gate)
        {
            _sleepsUntil = _heap.NextKey;
            if (_cancelled.Count > 0 || _stopping)
            {
                timeout = 0;
            }
            else if (_sleepsUntil != Deadline.Never)
            {
                // Rounded up: waking early would only mean waking twice.
                long now = Libc.MonotonicNanoseconds();
                long left = _pace.WakeAt(_sleepsUntil, now) - now + NanosecondsPerMillisecond - 1;
                timeout = (int)Math.Clamp(left / NanosecondsPerMillisecond, 0, int.MaxValue);
            }
        }

        fixed (epoll_event* events = _events)
        {
            return Math.Max(0, LibC.epoll_wait(_epoll, events, MaxEvents, timeout));
        }
    }

    private bool Collect()
    {
        long now = Libc.MonotonicNanoseconds();
        long worst = 0;
        lock (_gate)
        {
            // Nobody needs to wake this thread while it works: it looks again before it sleeps.
            _sleepsUntil = 0;
            foreach (LoopAttempt attempt in _cancelled)
            {
                _due.Add((attempt, 0, now));
            }

            _cancelled.Clear();
            _pace.MoveTo(now, _heap.NextKey);
            while (_heap.TakeDue(_pace.Position, ref worst) is { } deadline)
            {
                _due.Add((deadline, deadline is CheckTimer timer ? timer.Generation : 0, deadline.DueAt));
                deadline.DueAt = Deadline.Never;
            }

            return !_stopping;
        }
    }

    private void Fire(Deadline deadline, int generation, long dueAt)
    {
        try
        {
            if (deadline is CheckTimer timer)
            {
                timer.Target.TimerFired(timer.Id, generation, ProtocolLoop.ToTimeSpan(dueAt), Now);
            }
            else if (deadline is LoopAttempt attempt && Holder(attempt.Descriptor) == attempt)
            {
                attempt.TimedOut();
            }
        }
        catch (Exception exception)
        {
            _callbackFailed?.Invoke(exception);
        }
    }

    private void Tell(int descriptor, int events)
    {
        try
        {
            Holder(descriptor)?.Ready(events);
        }
        catch (Exception exception)
        {
            _callbackFailed?.Invoke(exception);
        }
    }

    /// <summary>Null if it has ended before: its descriptor may belong to another one by now.</summary>
    private LoopAttempt? Holder(int descriptor)
    {
        lock (_gate)
        {
            return _attempts.GetValueOrDefault(descriptor);
        }
    }

    private void Wake()
    {
        ulong one = 1;
        _ = LibC.write(_wake, &one, sizeof(ulong));
    }

    private bool Watch(int descriptor, int events, ulong tag, int operation = SocketConstants.EpollAdd)
    {
        epoll_event item = default;
        item.events = events;
        item.data.u64 = tag;
        return LibC.epoll_ctl(_epoll, operation, descriptor, &item) == 0;
    }
}
