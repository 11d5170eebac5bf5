namespace Akka.Actor;

/// <summary>Creates actors.</summary>
public interface IActorRefFactory
{
    /// <summary>Creates a child; without a name it is given one.</summary>
    /// <exception cref="InvalidActorNameException">The name is taken or not allowed.</exception>
    IActorRef ActorOf(Props props, string name = null);
}

/// <summary>Watches others for their end.</summary>
public interface ICanWatch
{
    /// <summary>Asks for a <see cref="Terminated"/> when it dies, also if it is dead already.</summary>
    IActorRef Watch(IActorRef subject);

    /// <summary>Ends the watch; a Terminated that is queued already does not arrive.</summary>
    IActorRef Unwatch(IActorRef subject);
}

/// <summary>An actor's surroundings.</summary>
public interface IActorContext : IActorRefFactory, ICanWatch
{
    /// <summary>This actor.</summary>
    IActorRef Self { get; }

    /// <summary>Who sent the current message, or the dead letters.</summary>
    IActorRef Sender { get; }

    /// <summary>Its supervisor.</summary>
    IActorRef Parent { get; }

    /// <summary>The system it lives in.</summary>
    ActorSystem System { get; }

    /// <summary>The child of that name, or Nobody.</summary>
    IActorRef Child(string name);

    /// <summary>All children, also those that are stopping.</summary>
    IEnumerable<IActorRef> GetChildren();

    /// <summary>Stops an actor after its current message.</summary>
    void Stop(IActorRef child);
}

/// <summary>The context of an <see cref="UntypedActor"/>.</summary>
public interface IUntypedActorContext : IActorContext
{
}
