using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A tree of actors with its dispatchers, its clock and its event stream.</summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    private protected ActorSystem()
    {
    }

    /// <summary>The name, part of every path.</summary>
    public abstract string Name { get; }

    /// <summary>The configuration with the defaults below it.</summary>
    public abstract Settings Settings { get; }

    /// <summary>Facts for whoever subscribes.</summary>
    public abstract EventStream EventStream { get; }

    /// <summary>Where messages go that nobody could take.</summary>
    public abstract IActorRef DeadLetters { get; }

    /// <summary>The clock.</summary>
    public abstract IScheduler Scheduler { get; }

    /// <summary>A log in the system's name.</summary>
    public abstract ILoggingAdapter Log { get; }

    /// <summary>Done when all actors are gone.</summary>
    public abstract Task WhenTerminated { get; }

    /// <summary>A system with the default configuration.</summary>
    public static ActorSystem Create(string name) => Create(name, ConfigurationFactory.Empty);

    /// <summary>A system with a configuration of its own over the defaults.</summary>
    /// <exception cref="ArgumentException">The name is not letters, digits, hyphens and underscores.</exception>
    public static ActorSystem Create(string name, Config config) => new ActorSystemImpl(name, config).Start();

    /// <inheritdoc />
    public abstract IActorRef ActorOf(Props props, string name = null);

    /// <summary>Stops an actor after its current message.</summary>
    public abstract void Stop(IActorRef actor);

    /// <summary>Runs the coordinated shutdown, whose last phase stops all actors.</summary>
    public abstract Task Terminate();

    /// <summary>Runs when all actors are gone, in the opposite order of registration.</summary>
    public abstract void RegisterOnTermination(Action code);

    /// <inheritdoc />
    public void Dispose()
    {
        Terminate();
        GC.SuppressFinalize(this);
    }
}

/// <summary>What a system runs on.</summary>
public class Settings
{
    /// <summary>Made with the system.</summary>
    public Settings(ActorSystem system, Config config)
    {
        System = system;
        Config = config;
    }

    /// <summary>The system.</summary>
    public ActorSystem System { get; }

    /// <summary>All of its configuration.</summary>
    public Config Config { get; }
}
