using Akka.Actor;

namespace Akka.Event;

/// <summary>A message that is no loss if it does not arrive.</summary>
public interface IDeadLetterSuppression;

/// <summary>What could not be delivered or was not handled.</summary>
public abstract class AllDeadLetters
{
    private protected AllDeadLetters(object message, IActorRef sender, IActorRef recipient) =>
        (Message, Sender, Recipient) = (message, sender, recipient);

    public object Message { get; }
    public IActorRef Recipient { get; }
    public IActorRef Sender { get; }

    public override string ToString() => $"{GetType().Name} from {Sender} to {Recipient}: <{Message}>";
}

/// <summary>Published when the recipient is gone.</summary>
public sealed class DeadLetter(object message, IActorRef sender, IActorRef recipient)
    : AllDeadLetters(message, sender, recipient);

/// <summary>Published when an actor had no use for a message.</summary>
public sealed class UnhandledMessage(object message, IActorRef sender, IActorRef recipient)
    : AllDeadLetters(message, sender, recipient);
