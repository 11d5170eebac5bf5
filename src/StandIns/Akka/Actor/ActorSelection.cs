namespace Akka.Actor;

/// <summary>Whoever stands at a path at the moment of telling; exact names only.</summary>
public class ActorSelection : ICanTell
{
    private readonly string[] _elements;

    internal ActorSelection(ActorSystemImpl system, string path) =>
        (System, PathString, _elements) = (system, path, path.Split('/', StringSplitOptions.RemoveEmptyEntries));

    public string PathString { get; }
    internal ActorSystemImpl System { get; }

    /// <summary>Tells; if nobody is there, it is a dead letter.</summary>
    public void Tell(object message, IActorRef sender = null) =>
        (Find() ?? System.DeadLetters).Tell(message, sender ?? ActorCell.Current?.Self);

    /// <summary>The one who is there now.</summary>
    /// <exception cref="ActorNotFoundException">Nobody is (through the task).</exception>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => Find() is { } found
        ? Task.FromResult(found)
        : Task.FromException<IActorRef>(new ActorNotFoundException($"There is no actor at {PathString}"));

    private IActorRef Find()
    {
        ActorCell cell = System.Guardian(_elements.FirstOrDefault());
        foreach (string name in _elements.Skip(1))
        {
            cell = (cell?.Child(name) as LocalRef)?.Cell;
        }
        return cell?.Ref;
    }
}

/// <summary>Nobody stands at a path.</summary>
public class ActorNotFoundException(string message, Exception innerException = null) : AkkaException(
    message, innerException);
