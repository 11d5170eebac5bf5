using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Dispatch;

namespace StandIns.Tests;

/// <summary>Found by its name in a dispatcher's section.</summary>
public sealed class OwnExecutorFactory(Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    internal static ConcurrentBag<OwnExecutor> Made { get; } = [];

    public override ExecutorService Produce(string id)
    {
        var executor = new OwnExecutor(id);
        Made.Add(executor);
        return executor;
    }
}

/// <summary>One thread.</summary>
internal sealed class OwnExecutor : ExecutorService
{
    private readonly BlockingCollection<IRunnable> _ready = [];

    public OwnExecutor(string id)
        : base(id)
    {
        var thread = new Thread(Work) { IsBackground = true };
        Thread = thread.ManagedThreadId;
        thread.Start();
    }

    internal int Thread { get; }

    public override void Execute(IRunnable run) => _ready.Add(run);

    public override void Shutdown() => _ready.CompleteAdding();

    private void Work()
    {
        foreach (IRunnable next in _ready.GetConsumingEnumerable())
        {
            next.Run();
        }
    }
}
