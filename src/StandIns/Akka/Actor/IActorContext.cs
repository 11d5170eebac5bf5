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
    IActorRef Watch(IActorRef subject);
    IActorRef Unwatch(IActorRef subject);
}

/// <summary>An actor's surroundings.</summary>
public interface IActorContext : IActorRefFactory, ICanWatch
{
    IActorRef Self { get; }
    IActorRef Sender { get; }
    IActorRef Parent { get; }
    ActorSystem System { get; }
    IActorRef Child(string name);
    IEnumerable<IActorRef> GetChildren();
    void Stop(IActorRef child);
}

/// <summary>The context of an <see cref="UntypedActor"/>.</summary>
public interface IUntypedActorContext : IActorContext { }
