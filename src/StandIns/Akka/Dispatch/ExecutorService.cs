using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>A mailbox with something to do.</summary>
public interface IRunnable
{
    void Run();
}

/// <summary>What a dispatcher is made with; nobody here asks it for anything.</summary>
public interface IDispatcherPrerequisites { }

/// <summary>Runs mailboxes somewhere.</summary>
public abstract class ExecutorService
{
    protected ExecutorService(string id) => Id = id;
    public string Id { get; }
    public abstract void Execute(IRunnable run);
    public abstract void Shutdown();
}

/// <summary>Makes the executor of one dispatcher.</summary>
public abstract class ExecutorServiceFactory
{
    public abstract ExecutorService Produce(string id);
}

/// <summary>A factory that a dispatcher's section names by its type, <c>executor = "Type, Assembly"</c>.</summary>
public abstract class ExecutorServiceConfigurator : ExecutorServiceFactory
{
    protected ExecutorServiceConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    {
        Config = config;
        Prerequisites = prerequisites;
    }

    public Config Config { get; }
    public IDispatcherPrerequisites Prerequisites { get; }
}

/// <summary>Mailboxes run where somebody else's executor says.</summary>
internal sealed class ExecutorDispatcher(ExecutorService executor, int throughput) : Dispatcher(throughput)
{
    internal override void Schedule(Mailbox mailbox) => executor.Execute(mailbox);

    internal override void Shutdown() => executor.Shutdown();

    internal static ExecutorDispatcher Make(string id, string name, Config section, int throughput)
    {
        Type type = Type.GetType(name) ?? throw new ConfigurationException(
            $"Could not resolve executor service configurator type {name} for path {id}");
        var factory = (ExecutorServiceConfigurator)Activator.CreateInstance(type, section, new Prerequisites());
        return new ExecutorDispatcher(factory.Produce(id), throughput);
    }

    private sealed class Prerequisites : IDispatcherPrerequisites { }
}
