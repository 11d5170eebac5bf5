namespace Akka.Actor;

/// <summary>The base of what the actor system throws.</summary>
public abstract class AkkaException : Exception
{
    /// <summary>With the reason.</summary>
    protected AkkaException(string message, Exception cause = null) : base(message, cause)
    {
    }
}

/// <summary>An actor could not be constructed, or its PreStart threw: by default it is stopped.</summary>
public class ActorInitializationException : AkkaException
{
    /// <summary>With the reason.</summary>
    public ActorInitializationException(string message) : base(message)
    {
    }

    /// <summary>With the actor, the reason and what was thrown.</summary>
    public ActorInitializationException(IActorRef actor, string message, Exception cause = null)
        : base(actor is null ? message : $"{actor}: {message}", cause) => Actor = actor;

    /// <summary>Whose initialization failed.</summary>
    public IActorRef Actor { get; }
}

/// <summary>PostRestart, or the constructor of the new instance, threw.</summary>
public class PostRestartException : ActorInitializationException
{
    /// <summary>With both exceptions.</summary>
    public PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
        : base(actor, $"Exception post restart ({originalCause?.GetType()})", cause) => OriginalCause = originalCause;

    /// <summary>What the restart was for.</summary>
    public Exception OriginalCause { get; }
}

/// <summary>A name that is taken, empty, or has characters that a path does not allow.</summary>
public class InvalidActorNameException : AkkaException
{
    /// <summary>With the reason.</summary>
    public InvalidActorNameException(string message) : base(message)
    {
    }
}

/// <summary>A watched actor died and the watcher did not handle it: by default the watcher is stopped.</summary>
public class DeathPactException : AkkaException
{
    /// <summary>With the dead one.</summary>
    public DeathPactException(IActorRef deadActor) : base($"Monitored actor [{deadActor}] terminated") =>
        DeadActor = deadActor;

    /// <summary>Who died.</summary>
    public IActorRef DeadActor { get; }
}

/// <summary>No answer came in time.</summary>
public class AskTimeoutException : AkkaException
{
    /// <summary>With the reason.</summary>
    public AskTimeoutException(string message) : base(message)
    {
    }
}
