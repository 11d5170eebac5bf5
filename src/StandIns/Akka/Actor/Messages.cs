namespace Akka.Actor;

/// <summary>A watched actor is gone. If it is not handled, the watcher fails with <see cref="DeathPactException"/>.</summary>
public sealed class Terminated : Event.IDeadLetterSuppression
{
    /// <summary>Made by the actor system.</summary>
    public Terminated(IActorRef actorRef, bool existenceConfirmed, bool addressTerminated)
    {
        ActorRef = actorRef;
        ExistenceConfirmed = existenceConfirmed;
        AddressTerminated = addressTerminated;
    }

    /// <summary>Who died.</summary>
    public IActorRef ActorRef { get; }

    /// <summary>False if it was dead already when the watch began.</summary>
    public bool ExistenceConfirmed { get; }

    /// <summary>Always false without remoting.</summary>
    public bool AddressTerminated { get; }

    /// <inheritdoc />
    public override string ToString() => $"<Terminated>: {ActorRef} - ExistenceConfirmed={ExistenceConfirmed}";
}

/// <summary>Stops its receiver when its turn has come, after the messages before it.</summary>
public sealed class PoisonPill : Event.IDeadLetterSuppression
{
    private PoisonPill()
    {
    }

    /// <summary>The one there is.</summary>
    public static PoisonPill Instance { get; } = new();

    /// <inheritdoc />
    public override string ToString() => "<PoisonPill>";
}

/// <summary>How something went, as a message.</summary>
public abstract class Status
{
    private Status()
    {
    }

    /// <summary>It failed. As an answer to an Ask it makes the task fail.</summary>
    public sealed class Failure : Status
    {
        /// <summary>Why.</summary>
        public readonly Exception Cause;

        /// <summary>With the reason.</summary>
        public Failure(Exception cause) => Cause = cause;

        /// <inheritdoc />
        public override string ToString() => $"Failure: {Cause}";
    }
}
