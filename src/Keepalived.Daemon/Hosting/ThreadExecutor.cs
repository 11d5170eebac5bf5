using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Dispatch;
using Keepalived.Linux.Processes;
using Serilog;
using AkkaConfig = Akka.Configuration.Config;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// Named in <c>hocon/dispatchers.hocon</c>: the dispatcher gets a thread of its own, scheduled as global_defs says.
/// </summary>
public sealed class ThreadExecutorFactory(AkkaConfig config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) => new ThreadExecutor(id, ActorThreads.SettingsOf(id));
}

/// <summary>
/// Actors of one dispatcher on one thread. What an actor tells another one here waits for no other thread, and who
/// tells them something from outside wakes one thread with one system call. The framework's own pools of threads spin
/// before they sleep: measured, that was more than half of what an advertisement cost a Backup.
/// </summary>
internal sealed class ThreadExecutor : ExecutorService
{
    private readonly ConcurrentQueue<IRunnable> _ready = new();
    private readonly Doorbell _bell = new();
    private readonly ThreadSettings _settings;
    private readonly Thread _thread;
    private int _asleep;
    private volatile bool _ended;

    public ThreadExecutor(string id, ThreadSettings settings)
        : base(id)
    {
        _settings = settings;
        _thread = new Thread(Work) { IsBackground = true, Name = id };
        _thread.Start();
        if (settings.RealTimePriority > 0)
        {
            ActorThreads.AtRealTime(() => Execute(new RealTimeBegins(this)));
        }
    }

    public override void Execute(IRunnable run)
    {
        if (_ended)
        {
            // The dispatcher had no actors for a while; the first new one may come just now.
            ThreadPool.UnsafeQueueUserWorkItem(static late => late.Run(), run, preferLocal: false);
            return;
        }

        _ready.Enqueue(run);
        if (_ended && _ready.TryDequeue(out IRunnable? left))
        {
            // The thread may have gone between the question and the queue; whoever takes it out runs it.
            ThreadPool.UnsafeQueueUserWorkItem(static late => late.Run(), left, preferLocal: false);
        }

        Wake();
    }

    public override void Shutdown()
    {
        _ended = true;
        Wake();
    }

    private void Wake()
    {
        // A full fence between the queue's change and reading the flag: one of the two threads sees the other.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _asleep) == 1 && Interlocked.Exchange(ref _asleep, 0) == 1)
        {
            _bell.Ring();
        }
    }

    private void Work()
    {
        (_settings with { RealTimePriority = 0 }).Apply(Warn);
        while (true)
        {
            while (_ready.TryDequeue(out IRunnable? next))
            {
                Run(next);
            }

            if (_ended)
            {
                return;
            }

            Volatile.Write(ref _asleep, 1);
            Interlocked.MemoryBarrier();
            if (_ready.IsEmpty && !_ended)
            {
                _bell.Wait();
            }

            Volatile.Write(ref _asleep, 0);
        }
    }

    private static void Run(IRunnable next)
    {
        try
        {
            next.Run();
        }
        catch (Exception exception)
        {
            // A mailbox gives what an actor throws to its supervisor; this is a bug of the actor system.
            Log.Error(exception, "A mailbox failed");
        }
    }

    private static void Warn(string text) => Log.Warning("{Text}", text);

    /// <summary>Runs between two mailboxes, as one of them.</summary>
    private sealed class RealTimeBegins(ThreadExecutor executor) : IRunnable
    {
        public void Run()
        {
            // A thread that has ended leaves what comes late to the pool, which stays as it is.
            if (Thread.CurrentThread == executor._thread)
            {
                executor._settings.ApplyRealTime(Warn);
            }
        }

        public void Execute() => Run();
    }
}
