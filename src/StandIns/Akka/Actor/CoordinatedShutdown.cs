using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// Ends a system in phases. Tasks of a phase run side by side; each phase has a time limit, after which the next
/// begins.
/// </summary>
public sealed class CoordinatedShutdown
{
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";
    public const string PhaseServiceUnbind = "service-unbind";
    public const string PhaseServiceRequestsDone = "service-requests-done";
    public const string PhaseServiceStop = "service-stop";
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private static readonly string[] Order =
    [
        PhaseBeforeServiceUnbind, PhaseServiceUnbind, PhaseServiceRequestsDone, PhaseServiceStop,
        PhaseBeforeActorSystemTerminate, PhaseActorSystemTerminate,
    ];

    private readonly ConcurrentQueue<(string Phase, string Name, Func<Task<Done>> Task)> _tasks = new();
    private readonly TaskCompletionSource<Done> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ActorSystemImpl _system;
    private readonly Config _config;
    private Reason _reason;

    internal CoordinatedShutdown(ActorSystemImpl system)
    {
        _system = system;
        _config = system.Settings.Config.GetConfig("akka.coordinated-shutdown");
        if (_config.GetBoolean("terminate-actor-system"))
        {
            AddTask(PhaseActorSystemTerminate, "terminate-system", Terminate);
        }
    }

    public abstract class Reason
    {
        public abstract int ExitCode { get; }
    }

    public class ActorSystemTerminateReason : Reason
    {
        public static readonly Reason Instance = new ActorSystemTerminateReason();

        private ActorSystemTerminateReason() { }

        public override int ExitCode => 0;
    }

    public class ClrExitReason : Reason
    {
        public static readonly Reason Instance = new ClrExitReason();

        private ClrExitReason() { }

        public override int ExitCode => 0;
    }

    public Reason ShutdownReason => Volatile.Read(ref _reason);
    public static CoordinatedShutdown Get(ActorSystem sys) => ((ActorSystemImpl)sys).Shutdown;

    /// <summary>Adds a task to a phase.</summary>
    /// <exception cref="ConfigurationException">There is no such phase.</exception>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        if (!Order.Contains(phase))
        {
            throw new ConfigurationException($"Unknown phase [{phase}], known phases [{string.Join(",", Order)}].");
        }
        _tasks.Enqueue((phase, taskName, task));
    }

    public Task<Done> Run(Reason reason, string fromPhase = null)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null) { _ = RunPhases(fromPhase); }
        return _done.Task;
    }

    private async Task RunPhases(string fromPhase)
    {
        foreach (string phase in Order.SkipWhile(p => fromPhase is not null && p != fromPhase))
        {
            Task[] running = [.. _tasks.Where(t => t.Phase == phase).Select(t => Recovered(phase, t.Name, t.Task))];
            TimeSpan limit = _config.GetTimeSpan(
                $"phases.{phase}.timeout", _config.GetTimeSpan("default-phase-timeout"), allowInfinite: false);
            try
            {
                await Task.WhenAll(running).WaitAsync(limit).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                _system.Log.Warning("Coordinated shutdown phase [{0}] timed out after {1}", phase, limit);
            }
        }
        _done.TrySetResult(Done.Instance);
    }

    private async Task Recovered(string phase, string name, Func<Task<Done>> task)
    {
        try
        {
            await task().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _system.Log.Warning("Task [{0}] failed in phase [{1}]: {2}", name, phase, e.Message);
        }
    }

    private async Task<Done> Terminate()
    {
        await _system.FinalTerminate().ConfigureAwait(false);
        if (_config.GetBoolean("exit-clr")) { Environment.Exit(ShutdownReason?.ExitCode ?? 0); }
        return Done.Instance;
    }
}
