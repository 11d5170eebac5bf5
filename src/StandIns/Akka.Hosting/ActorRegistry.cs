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
    Task<IActorRef> GetAsync<TKey>(CancellationToken ct = default);
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
    private readonly ConcurrentDictionary<Type, TaskCompletionSource<IActorRef>> _actors = new();
    public static ActorRegistry For(ActorSystem actorSystem) => Registries.GetValue(actorSystem, _ => new ActorRegistry());

    public void Register<TKey>(IActorRef actor, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (Entry(typeof(TKey)).TrySetResult(actor)) { return; }
        if (!overwrite)
        {
            throw new DuplicateActorRegistryException($"An actor for key [{typeof(TKey)}] is registered already.");
        }
        var replaced = new TaskCompletionSource<IActorRef>();
        replaced.SetResult(actor);
        _actors[typeof(TKey)] = replaced;
    }

    public IActorRef Get<TKey>() => TryGet<TKey>(out IActorRef actor)
        ? actor
        : throw new MissingActorRegistryEntryException($"No actor is registered for key [{typeof(TKey)}].");

    public bool TryGet<TKey>(out IActorRef actor)
    {
        Task<IActorRef> registered = Entry(typeof(TKey)).Task;
        actor = registered.IsCompletedSuccessfully ? registered.GetAwaiter().GetResult() : ActorRefs.Nobody;
        return registered.IsCompletedSuccessfully;
    }

    public Task<IActorRef> GetAsync<TKey>(CancellationToken ct = default) => Entry(typeof(TKey)).Task.WaitAsync(ct);

    private TaskCompletionSource<IActorRef> Entry(Type key) => _actors.GetOrAdd(
        key, _ => new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously));
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
    Task<IActorRef> GetAsync(CancellationToken cancellationToken = default);
}

/// <summary>Looks into the registry when asked.</summary>
public sealed class RequiredActor<TActor> : IRequiredActor<TActor>
{
    private readonly IReadOnlyActorRegistry _registry;
    public RequiredActor(IReadOnlyActorRegistry registry) => _registry = registry;
    public IActorRef ActorRef => _registry.Get<TActor>();

    public Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) =>
        _registry.GetAsync<TActor>(cancellationToken);
}
