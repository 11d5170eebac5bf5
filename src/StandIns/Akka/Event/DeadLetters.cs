using Akka.Actor;

namespace Akka.Event;

/// <summary>A message that is no loss if it does not arrive.</summary>
public interface IDeadLetterSuppression
{
}

/// <summary>What could not be delivered or was not handled.</summary>
public abstract class AllDeadLetters
{
    /// <summary>With the message and both ends.</summary>
    protected AllDeadLetters(object message, IActorRef sender, IActorRef recipient)
    {
        Message = message;
        Sender = sender;
        Recipient = recipient;
    }

    /// <summary>The message.</summary>
    public object Message { get; protected set; }

    /// <summary>Whom it was meant for.</summary>
    public IActorRef Recipient { get; protected set; }

    /// <summary>Who sent it.</summary>
    public IActorRef Sender { get; protected set; }
}

/// <summary>Published when the recipient is gone.</summary>
public sealed class DeadLetter : AllDeadLetters
{
    /// <summary>With the message and both ends.</summary>
    public DeadLetter(object message, IActorRef sender, IActorRef recipient) : base(message, sender, recipient)
    {
    }

    /// <inheritdoc />
    public override string ToString() => $"DeadLetter from {Sender} to {Recipient}: <{Message}>";
}

/// <summary>Published when an actor had no use for a message.</summary>
public sealed class UnhandledMessage : AllDeadLetters
{
    /// <summary>With the message and both ends.</summary>
    public UnhandledMessage(object message, IActorRef sender, IActorRef recipient) : base(message, sender, recipient)
    {
    }
}
