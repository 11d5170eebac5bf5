using Akka.Event;

namespace Akka.Actor;

/// <summary>What every actor has: its context and the hooks of its life.</summary>
public abstract class ActorBase
{
    private IActorRef _formerSelf;

    /// <summary>Only while the actor system creates an actor.</summary>
    protected ActorBase()
    {
        if (ActorCell.Current is null)
        {
            throw new ActorInitializationException(
                $"You cannot create an instance of [{GetType().FullName}] explicitly using the constructor (new).");
        }
    }

    /// <summary>The context, only on the actor's own thread of execution: not after an await, not in another thread.</summary>
    protected static IActorContext Context => ActiveCell;

    /// <summary>This actor.</summary>
    protected IActorRef Self => _formerSelf ?? ActiveCell.Self;

    /// <summary>Who sent the current message, or the dead letters.</summary>
    protected IActorRef Sender => ActiveCell.Sender;

    private protected static ActorCell ActiveCell => ActorCell.Current ?? throw new NotSupportedException(
        "There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    /// <summary>Before the first message. By default nothing.</summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>After the last message. By default nothing.</summary>
    protected virtual void PostStop()
    {
    }

    /// <summary>On the old instance before a restart. By default it stops all children and calls <see cref="PostStop"/>.</summary>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (IActorRef child in ActiveCell.GetChildren())
        {
            ActiveCell.Unwatch(child);
            ActiveCell.Stop(child);
        }
        PostStop();
    }

    /// <summary>On the new instance after a restart. By default it calls <see cref="PreStart"/>.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>The strategy for children. By default they are restarted.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.DefaultStrategy;

    /// <summary>Publishes an <see cref="UnhandledMessage"/>. A <see cref="Terminated"/> that nobody handles is a failure.</summary>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated t)
        {
            throw new DeathPactException(t.ActorRef);
        }
        ActiveCell.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    private protected abstract void Dispatch(object message);

    internal SupervisorStrategy Strategy { get; private set; }

    internal void Adopt(SupervisorStrategy fromProps) => Strategy = fromProps ?? SupervisorStrategy();

    internal void Handle(object message) => Dispatch(message);

    internal void RunPreStart() => PreStart();

    internal void RunPostStop()
    {
        (this as IWithTimers)?.Timers?.CancelAll();
        PostStop();
    }

    internal void RunPreRestart(Exception reason, object message)
    {
        (this as IWithTimers)?.Timers?.CancelAll();
        PreRestart(reason, message);
    }

    internal void RunPostRestart(Exception reason) => PostRestart(reason);

    /// <summary>The instance is out of use; what it left behind can still name it.</summary>
    internal void Retire(IActorRef self) => _formerSelf = self;
}

/// <summary>An actor with one method for all messages.</summary>
public abstract class UntypedActor : ActorBase
{
    /// <summary>The context, only on the actor's own thread of execution.</summary>
    protected static new IUntypedActorContext Context => ActiveCell;

    /// <summary>Takes one message.</summary>
    protected abstract void OnReceive(object message);

    private protected sealed override void Dispatch(object message) => OnReceive(message);
}
