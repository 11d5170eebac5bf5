using Akka.Event;

namespace Akka.Actor;

/// <summary>Something that takes messages.</summary>
public interface ICanTell
{
    void Tell(object message, IActorRef sender);
}

/// <summary>A handle of an actor. Equal if path and incarnation are.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, IComparable
{
    ActorPath Path { get; }
}

/// <summary>Two references that lead nowhere.</summary>
public static class ActorRefs
{
    public static readonly Nobody Nobody = Nobody.Instance;
    public static readonly IActorRef NoSender;
}

/// <summary>Telling with the running actor as the sender.</summary>
public static class ActorRefImplicitSenderExtensions
{
    public static void Tell(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current?.Self);

    public static void Forward(this IActorRef receiver, object message) =>
        receiver.Tell(message, ActorCell.Current?.Sender);
}

/// <summary>Asking whether there is anybody.</summary>
public static class ActorRefExtensions
{
    public static bool IsNobody(this IActorRef actorRef) => actorRef is null or Nobody;
}

/// <summary>What a reference can do within the system.</summary>
internal interface IInternalRef : IActorRef
{
    IInternalRef Parent { get; }
    bool IsTerminated { get; }
    void SendSystem(SystemMessage message);
}

/// <summary>Equality, order and text as all references have them.</summary>
public abstract class ActorRefBase : IInternalRef
{
    private protected ActorRefBase() { }

    public abstract ActorPath Path { get; }
    IInternalRef IInternalRef.Parent => ParentRef;
    bool IInternalRef.IsTerminated => HasTerminated;

    public void Tell(object message, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(message, "Message is null");
        Deliver(message, sender);
    }

    void IInternalRef.SendSystem(SystemMessage message) => Accept(message);

    public bool Equals(IActorRef other) => ReferenceEquals(this, other)
        || (other is not null && Path.Uid == other.Path.Uid && Path.Equals(other.Path));

    public override bool Equals(object obj) => Equals(obj as IActorRef);
    public override int GetHashCode() => HashCode.Combine(Path.Uid, Path.Name);

    public int CompareTo(IActorRef other) =>
        Path.CompareTo(other?.Path) is var byName and not 0 ? byName : Path.Uid.CompareTo(other?.Path.Uid ?? 0);

    public int CompareTo(object obj) => CompareTo(obj as IActorRef);
    public override string ToString() => Path.Uid == 0 ? $"[{Path}]" : $"[{Path}#{Path.Uid}]";
    private protected virtual IInternalRef ParentRef => Nobody.Instance;
    private protected virtual bool HasTerminated => false;
    private protected abstract void Deliver(object message, IActorRef sender);

    private protected virtual void Accept(SystemMessage message) { }
}

/// <summary>The reference to no actor.</summary>
public sealed class Nobody : ActorRefBase
{
    private Nobody() { }

    public override ActorPath Path { get; } = new LocalPath("all-systems") / "Nobody";
    internal static Nobody Instance { get; } = new();
    private protected override bool HasTerminated => true;

    private protected override void Deliver(object message, IActorRef sender) { }
}

/// <summary>What a reference lets one see of its actor.</summary>
public interface ICell
{
    int NumberOfMessages { get; }
}

/// <summary>A reference to an actor in this process.</summary>
public abstract class ActorRefWithCell : ActorRefBase
{
    private protected ActorRefWithCell() { }

    public abstract ICell Underlying { get; }
}

/// <summary>An actor's reference: its mailbox.</summary>
internal sealed class LocalRef(ActorCell cell, IInternalRef parent, ActorPath path) : ActorRefWithCell
{
    public override ICell Underlying => Cell;
    internal ActorCell Cell { get; } = cell;
    public override ActorPath Path { get; } = path;
    private protected override IInternalRef ParentRef { get; } = parent;
    private protected override bool HasTerminated => Cell.Mailbox.IsClosed;
    private protected override void Deliver(object message, IActorRef sender) => Cell.Mailbox.Post(message, sender);
    private protected override void Accept(SystemMessage message) => Cell.Mailbox.Post(message);
}

/// <summary>Publishes what nobody could take.</summary>
internal sealed class DeadLetterRef(ActorSystemImpl system, ActorPath path) : ActorRefBase
{
    public override ActorPath Path { get; } = path;

    private protected override void Deliver(object message, IActorRef sender)
    {
        DeadLetter letter = message as DeadLetter ?? new DeadLetter(message, sender ?? this, this);
        if (letter.Message is not IDeadLetterSuppression)
        {
            system.EventStream.Publish(letter);
            system.LogDeadLetter(letter);
        }
    }

    private protected override void Accept(SystemMessage message)
    {
        if (message is WatchMessage w)
        {
            ((IInternalRef)w.Watcher).SendSystem(new DeathWatchNotification(w.Watchee, ExistenceConfirmed: false));
        }
    }
}
