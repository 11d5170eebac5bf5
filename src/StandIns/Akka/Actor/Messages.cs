namespace Akka.Actor;

/// <summary>
/// A watched actor is gone. If it is not handled, the watcher fails with <see cref="DeathPactException"/>.
/// </summary>
public sealed class Terminated : Event.IDeadLetterSuppression
{
    public Terminated(IActorRef actorRef, bool existenceConfirmed, bool addressTerminated)
    {
        ActorRef = actorRef;
        ExistenceConfirmed = existenceConfirmed;
        AddressTerminated = addressTerminated;
    }

    public IActorRef ActorRef { get; }
    public bool ExistenceConfirmed { get; }
    public bool AddressTerminated { get; }
    public override string ToString() => $"<Terminated>: {ActorRef} - ExistenceConfirmed={ExistenceConfirmed}";
}

/// <summary>Stops its receiver when its turn has come, after the messages before it.</summary>
public sealed class PoisonPill : Event.IDeadLetterSuppression
{
    private PoisonPill() { }

    public static PoisonPill Instance { get; } = new();
    public override string ToString() => "<PoisonPill>";
}

/// <summary>How something went, as a message.</summary>
public abstract class Status
{
    private Status() { }

    public sealed class Failure : Status
    {
        public readonly Exception Cause;
        public Failure(Exception cause) => Cause = cause;
        public override string ToString() => $"Failure: {Cause}";
    }
}
