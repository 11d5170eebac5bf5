using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A tree of actors with its dispatchers, its clock and its event stream.</summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    private protected ActorSystem() { }

    public abstract string Name { get; }
    public abstract Settings Settings { get; }
    public abstract EventStream EventStream { get; }
    public abstract IActorRef DeadLetters { get; }
    public abstract IScheduler Scheduler { get; }
    public abstract ILoggingAdapter Log { get; }
    public abstract Task WhenTerminated { get; }
    public static ActorSystem Create(string name) => Create(name, ConfigurationFactory.Empty);

    /// <summary>A system with a configuration of its own over the defaults.</summary>
    /// <exception cref="ArgumentException">The name is not letters, digits, hyphens and underscores.</exception>
    public static ActorSystem Create(string name, Config config) => new ActorSystemImpl(name, config).Start();
    public abstract IActorRef ActorOf(Props props, string name = null);
    public abstract ActorSelection ActorSelection(string actorPath);
    public abstract ActorSelection ActorSelection(ActorPath actorPath);
    public abstract void Stop(IActorRef actor);
    public abstract Task Terminate();
    public abstract void RegisterOnTermination(Action code);

    public void Dispose()
    {
        Terminate();
        GC.SuppressFinalize(this);
    }
}

/// <summary>What a system runs on.</summary>
public class Settings
{
    public Settings(ActorSystem system, Config config)
    {
        System = system;
        Config = config;
    }

    public ActorSystem System { get; }
    public Config Config { get; }
}
