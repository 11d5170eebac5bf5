namespace Akka.Actor;

/// <summary>The base of what the actor system throws.</summary>
public abstract class AkkaException : Exception
{
    private protected AkkaException(string message, Exception cause = null) : base(message, cause) { }
}

/// <summary>An actor could not be constructed, or its PreStart threw: by default it is stopped.</summary>
public class ActorInitializationException : AkkaException
{
    public ActorInitializationException(string message) : base(message) { }

    public ActorInitializationException(IActorRef actor, string message, Exception cause = null)
        : base(actor is null ? message : $"{actor}: {message}", cause) => Actor = actor;

    public IActorRef Actor { get; }
}

/// <summary>PostRestart, or the constructor of the new instance, threw.</summary>
public class PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
    : ActorInitializationException(actor, $"Exception post restart ({originalCause?.GetType()})", cause);

/// <summary>A name that is taken, empty, or has characters that a path does not allow.</summary>
public class InvalidActorNameException(string message) : AkkaException(message);

/// <summary>A watched actor died and the watcher did not handle it: by default the watcher is stopped.</summary>
public class DeathPactException(IActorRef deadActor) : AkkaException($"Monitored actor [{deadActor}] terminated");

/// <summary>No answer came in time.</summary>
public class AskTimeoutException(string message) : AkkaException(message);
