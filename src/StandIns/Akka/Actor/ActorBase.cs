using Akka.Event;

namespace Akka.Actor;

/// <summary>What every actor has: its context and the hooks of its life.</summary>
public abstract class ActorBase
{
    private IActorRef _formerSelf;

    protected ActorBase()
    {
        if (ActorCell.Current is null)
        {
            throw new ActorInitializationException(
                $"You cannot create an instance of [{GetType().FullName}] explicitly using the constructor (new).");
        }
    }

    /// <summary>
    /// The context, only on the actor's own thread of execution: not after an await, not in another thread.
    /// </summary>
    protected static IActorContext Context => ActiveCell;
    protected IActorRef Self => _formerSelf ?? ActiveCell.Self;
    protected IActorRef Sender => ActiveCell.Sender;

    private protected static ActorCell ActiveCell => ActorCell.Current ?? throw new NotSupportedException(
        "There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    protected virtual void PreStart() { }

    protected virtual void PostStop() { }

    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (IActorRef child in ActiveCell.GetChildren())
        {
            ActiveCell.Unwatch(child);
            ActiveCell.Stop(child);
        }
        PostStop();
    }

    protected virtual void PostRestart(Exception reason) => PreStart();
    protected virtual SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.DefaultStrategy;

    protected virtual void Unhandled(object message)
    {
        if (message is Terminated t) { throw new DeathPactException(t.ActorRef); }
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
    internal void Retire(IActorRef self) => _formerSelf = self;
}

/// <summary>An actor with one method for all messages.</summary>
public abstract class UntypedActor : ActorBase
{
    protected static new IUntypedActorContext Context => ActiveCell;
    protected abstract void OnReceive(object message);
    private protected sealed override void Dispatch(object message) => OnReceive(message);
}
