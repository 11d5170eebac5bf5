using System.Collections.Concurrent;
using Keepalived.Core.Ports;
using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Processes;

/// <summary>How scripts are run.</summary>
public sealed record ScriptSpawnerOptions
{
    /// <summary>File for the groups of running scripts (<see cref="ScriptLeftovers"/>); null = none.</summary>
    public string? RecordPath { get; init; }

    /// <summary>Reap orphans as process 1; null = if we are that.</summary>
    public bool? ReapOrphans { get; init; }

    /// <summary>What a callback threw; such an exception is a bug of the callback.</summary>
    public Action<Exception>? CallbackFailed { get; init; }
}

/// <summary>
/// Runs scripts in process groups of their own, on one thread that lives as long as the daemon: their death signal
/// follows the thread that started them. Waits by pidfd; no SIGCHLD, no Process class.
/// </summary>
public sealed unsafe partial class ScriptSpawner : IScriptRunner, IDisposable
{
    /// <summary>Scripts at the same time; more are refused with EAGAIN.</summary>
    private const int MaxRuns = 4096;

    /// <summary>From SIGTERM to SIGKILL after a time-out.</summary>
    private static readonly TimeSpan TimeoutGrace = TimeSpan.FromSeconds(2);

    private const int Terminate = 15;
    private const int Kill = 9;
    private const long ReapInterval = 5_000_000_000;
    private const ulong WakeTag = ulong.MaxValue;
    private const int MaxEvents = 32;

    private readonly ScriptSpawnerOptions _options;
    private readonly ConcurrentQueue<Request> _requests = new();
    private readonly Dictionary<int, ScriptRun> _runs = [];
    private readonly List<ScriptRun> _due = [];
    private readonly ScriptGroupRecord? _record;
    private readonly Thread _thread;
    private readonly bool _reapsOrphans;
    private readonly int _epoll;
    private readonly int _wake;
    private long _nextReap;
    private volatile bool _stopping;

    /// <summary>Throws <see cref="InvalidOperationException"/> if the kernel refuses descriptors.</summary>
    public ScriptSpawner(ScriptSpawnerOptions? options = null)
    {
        _options = options ?? new ScriptSpawnerOptions();
        _record = _options.RecordPath is { } path ? ScriptGroupRecord.TryCreate(path) : null;
        _reapsOrphans = _options.ReapOrphans ?? Environment.ProcessId == 1;
        _epoll = LibC.epoll_create1(LibC.EPOLL_CLOEXEC);
        _wake = LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK);
        if (_epoll < 0 || _wake < 0 || Watch(_wake, WakeTag) < 0)
        {
            throw new InvalidOperationException($"script spawner: {Libc.Describe(LibC.errno)}");
        }

        _thread = new Thread(RunLoop) { Name = "scripts", IsBackground = true };
        _thread.Start();
    }

    public IScriptRun Run(ScriptCommand command, TimeSpan timeout, Action<ScriptResult> onExit)
    {
        var run = new ScriptRun(this, command, timeout, onExit);
        Post(new Request(run, null));
        return run;
    }

    /// <summary>Kills what still runs (each is told of) and ends the thread.</summary>
    public void Dispose()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        Wake();
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    internal void RequestKill(ScriptRun run, TimeSpan grace) => Post(new Request(run, grace));

    private void Post(Request request)
    {
        _requests.Enqueue(request);
        Wake();
    }

    private void RunLoop()
    {
        epoll_event* events = stackalloc epoll_event[MaxEvents];
        while (!_stopping)
        {
            int count = LibC.epoll_wait(_epoll, events, MaxEvents, TimeToNextDeadline());
            for (int i = 0; i < count; i++)
            {
                ulong tag = events[i].data.u64;
                if (tag == WakeTag)
                {
                    ulong value;
                    _ = LibC.read(_wake, &value, sizeof(ulong));
                }
                else if (_runs.TryGetValue((int)tag, out ScriptRun? run))
                {
                    TakeExit(run);
                }
            }

            while (_requests.TryDequeue(out Request request))
            {
                Serve(request);
            }

            SignalDue();
            ReapOrphans();
        }

        EndAll();
    }

    private void Serve(in Request request)
    {
        if (request.Grace is not { } grace)
        {
            Begin(request.Run);
        }
        else if (request.Run.Pid > 0 && request.Run.KillAt == ScriptRun.Never)
        {
            long now = Libc.MonotonicNanoseconds();
            Signal(request.Run, Terminate);
            request.Run.TermAt = ScriptRun.Never;
            request.Run.KillAt = now + (long)grace.TotalNanoseconds;
        }
    }

    /// <summary>What is due: SIGTERM with two seconds of grace, then SIGKILL.</summary>
    private void SignalDue()
    {
        long now = Libc.MonotonicNanoseconds();
        _due.Clear();
        foreach (ScriptRun run in _runs.Values)
        {
            if (run.TermAt <= now || run.KillAt <= now)
            {
                _due.Add(run);
            }
        }

        foreach (ScriptRun run in _due)
        {
            if (run.KillAt <= now)
            {
                Signal(run, Kill);
                run.KillAt = ScriptRun.Never;
                if (run.Ended)
                {
                    Forget(run);
                }
            }
            else
            {
                run.TimedOut = true;
                run.TermAt = ScriptRun.Never;
                run.KillAt = now + (long)TimeoutGrace.TotalNanoseconds;
                Signal(run, Terminate);
            }
        }
    }

    private int TimeToNextDeadline()
    {
        long next = _reapsOrphans ? _nextReap : ScriptRun.Never;
        foreach (ScriptRun run in _runs.Values)
        {
            next = Math.Min(next, Math.Min(run.TermAt, run.KillAt));
        }

        if (next == ScriptRun.Never)
        {
            return -1;
        }

        // Rounded up: waking early would only mean waking twice.
        long milliseconds = (next - Libc.MonotonicNanoseconds() + 999_999) / 1_000_000;
        return (int)Math.Clamp(milliseconds, 0, int.MaxValue);
    }

    private void ReapOrphans()
    {
        long now = Libc.MonotonicNanoseconds();
        if (_reapsOrphans && now >= _nextReap)
        {
            _nextReap = now + ReapInterval;
            _ = OrphanReaper.Reap(_runs.ContainsKey);
        }
    }

    private void Wake()
    {
        ulong one = 1;
        _ = LibC.write(_wake, &one, sizeof(ulong));
    }

    private int Watch(int fd, ulong tag)
    {
        epoll_event item = default;
        item.events = SocketConstants.EpollIn;
        item.data.u64 = tag;
        return LibC.epoll_ctl(_epoll, LibC.EPOLL_CTL_ADD, fd, &item);
    }

    /// <param name="Grace">Null = start it; else end it.</param>
    private readonly record struct Request(ScriptRun Run, TimeSpan? Grace);
}
