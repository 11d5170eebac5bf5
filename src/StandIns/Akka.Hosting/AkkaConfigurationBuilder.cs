using Akka.Actor;
using Akka.Configuration;

namespace Akka.Hosting;

/// <summary>Where a piece of configuration goes.</summary>
public enum HoconAddMode
{
    /// <summary>Under what is there.</summary>
    Append,

    /// <summary>Over what is there.</summary>
    Prepend,

    /// <summary>In its place.</summary>
    Replace,
}

/// <summary>Collects what an actor system is to be.</summary>
public sealed class AkkaConfigurationBuilder
{
    private readonly List<Func<ActorSystem, IActorRegistry, Task>> _starters = [];
    private readonly string _name;
    private bool _started;
    internal AkkaConfigurationBuilder(string actorSystemName) => _name = actorSystemName;
    internal Config Hocon { get; private set; } = ConfigurationFactory.Empty;

    internal void Add(Config hocon, HoconAddMode mode) => Hocon = mode switch
    {
        HoconAddMode.Prepend => hocon.WithFallback(Hocon),
        HoconAddMode.Append => Hocon.WithFallback(hocon),
        _ => hocon,
    };

    internal void Add(Func<ActorSystem, IActorRegistry, Task> starter) => _starters.Add(starter);
    internal ActorSystem CreateSystem() => ActorSystem.Create(_name, Hocon);

    internal async Task StartAsync(ActorSystem system)
    {
        if (_started) { return; }
        _started = true;
        var registry = ActorRegistry.For(system);
        foreach (Func<ActorSystem, IActorRegistry, Task> starter in _starters)
        {
            await starter(system, registry).ConfigureAwait(false);
        }
    }
}
