using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Akka.Actor;

namespace Akka.Hosting;

/// <summary>Finds actors by a type that stands for them.</summary>
public interface IReadOnlyActorRegistry
{
    /// <summary>The actor registered under the type.</summary>
    /// <exception cref="MissingActorRegistryEntryException">There is none.</exception>
    IActorRef Get<TKey>();
    bool TryGet<TKey>(out IActorRef actor);
}

/// <summary>A registry that can be written to.</summary>
public interface IActorRegistry : IReadOnlyActorRegistry
{
    /// <summary>Registers an actor.</summary>
    /// <exception cref="DuplicateActorRegistryException">The type is taken and must not be overwritten.</exception>
    void Register<TKey>(IActorRef actor, bool overwrite = false);
}

/// <summary>One system's registry.</summary>
public class ActorRegistry : IActorRegistry
{
    private static readonly ConditionalWeakTable<ActorSystem, ActorRegistry> Registries = [];
    private readonly ConcurrentDictionary<Type, IActorRef> _actors = new();

    /// <summary>The system's.</summary>
    public static ActorRegistry For(ActorSystem actorSystem) =>
        Registries.GetValue(actorSystem, _ => new ActorRegistry());

    public void Register<TKey>(IActorRef actor, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (overwrite)
        {
            _actors[typeof(TKey)] = actor;
        }
        else if (!_actors.TryAdd(typeof(TKey), actor))
        {
            throw new DuplicateActorRegistryException($"An actor for key [{typeof(TKey)}] is registered already.");
        }
    }

    public IActorRef Get<TKey>() => TryGet<TKey>(out IActorRef actor)
        ? actor
        : throw new MissingActorRegistryEntryException($"No actor is registered for key [{typeof(TKey)}].");

    public bool TryGet<TKey>(out IActorRef actor) => _actors.TryGetValue(typeof(TKey), out actor);
}

/// <summary>Something is wrong with a registration.</summary>
public class ActorRegistryException : Exception
{
    public ActorRegistryException(string message) : base(message) { }
}

/// <summary>The key is taken.</summary>
public sealed class DuplicateActorRegistryException : ActorRegistryException
{
    public DuplicateActorRegistryException(string message) : base(message) { }
}

/// <summary>Nothing is registered under the key.</summary>
public sealed class MissingActorRegistryEntryException : ActorRegistryException
{
    public MissingActorRegistryEntryException(string message) : base(message) { }
}

/// <summary>Lets a service ask for an actor by the type that stands for it.</summary>
public interface IRequiredActor<TActor>
{
    IActorRef ActorRef { get; }
}

/// <summary>Looks into the registry when asked.</summary>
public sealed class RequiredActor<TActor> : IRequiredActor<TActor>
{
    private readonly IReadOnlyActorRegistry _registry;
    public RequiredActor(IReadOnlyActorRegistry registry) => _registry = registry;
    public IActorRef ActorRef => _registry.Get<TActor>();
}
