using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// An actor from the inside: its current instance, children, and what it runs. One thread at a time is in it.
/// </summary>
internal sealed partial class ActorCell : IUntypedActorContext, ICell
{
    [ThreadStatic]
    internal static ActorCell Current;
    private readonly ActorSystemImpl _system;
    private readonly Props _props;
    private readonly Dispatcher _dispatcher;
    private readonly IInternalRef _parent;
    private ActorBase _actor;
    private object _message;
    private IActorRef _sender;

    internal ActorCell(ActorSystemImpl system, Props props, Dispatcher dispatcher, IInternalRef parent, ActorPath path)
    {
        _system = system;
        _props = props;
        _parent = parent;
        _dispatcher = dispatcher.ForActor(path.ToStringWithoutAddress());
        Mailbox = new Mailbox(this, _dispatcher);
        Ref = new LocalRef(this, parent, path);
    }

    public IActorRef Self => Ref;
    public IActorRef Sender => _sender ?? _system.DeadLetters;
    public IActorRef Parent => _parent;
    public ActorSystem System => _system;
    public int NumberOfMessages => Mailbox.Count;
    internal LocalRef Ref { get; }
    internal Mailbox Mailbox { get; }
    internal ActorBase Actor => _actor;
    internal Type ActorType => _props.Type;
    internal void Start() => Mailbox.Post(new CreateMessage());

    internal void Invoke(object message, IActorRef sender)
    {
        ActorCell outer = Current;
        (Current, _message, _sender) = (this, message, sender);
        try
        {
            Receive(message);
            (_message, _sender) = (null, null);
        }
        catch (Exception e)
        {
            // Message and sender stay: PreRestart is told of them.
            HandleInvokeFailure(e);
        }
        finally { Current = outer; }
    }

    internal void InvokeForTest(object message, IActorRef sender)
    {
        ActorCell outer = Current;
        (Current, _message, _sender) = (this, message, sender);
        try
        {
            Receive(message);
        }
        finally { (Current, _message, _sender) = (outer, null, null); }
    }

    internal void Invoke(SystemMessage message)
    {
        ActorCell outer = Current;
        Current = this;
        try
        {
            Obey(message);
        }
        catch (Exception e)
        {
            HandleInvokeFailure(e);
        }
        finally { Current = outer; }
    }

    private void Receive(object message)
    {
        switch (message)
        {
            case Terminated t:
                ReceiveTerminated(t);
                break;
            case PoisonPill:
                Stop(Ref);
                break;
            case TimerTick tick:
                if ((_actor as IWithTimers)?.Timers is TimerScheduler timers && timers.Accepts(tick))
                {
                    _message = tick.Message;
                    _actor.Handle(tick.Message);
                }
                break;
            default:
                _actor.Handle(message);
                break;
        }
    }

    private void Obey(SystemMessage message)
    {
        switch (message)
        {
            case CreateMessage:
                Create();
                break;
            case RecreateMessage m:
                Recreate(m.Cause);
                break;
            case SuspendMessage:
                Mailbox.Suspend();
                SuspendChildren(except: null);
                break;
            case ResumeMessage m:
                Resume(m.Cause);
                break;
            case TerminateMessage:
                Terminate();
                break;
            case WatchMessage m:
                _watchedBy.Add(m.Watcher);
                break;
            case UnwatchMessage m:
                _watchedBy.Remove(m.Watcher);
                break;
            case DeathWatchNotification m:
                WatchedDied(m.Actor, m.ExistenceConfirmed);
                break;
            case FailedMessage m:
                HandleFailed(m);
                break;
        }
    }

    private ActorBase NewActor()
    {
        ActorBase actor = _props.NewActor()
            ?? throw new ActorInitializationException(Ref, "The producer of the actor returned null");
        actor.Adopt(_props.SupervisorStrategy);
        if (actor is IWithTimers timed) { timed.Timers = new TimerScheduler(_system.Scheduler, Ref); }
        return actor;
    }

    private void Retire(ActorBase actor)
    {
        if (actor is not null)
        {
            actor.Retire(Ref);
            _props.Release(actor);
        }
    }

    private void Publish(LogEvent e) => _system.EventStream.Publish(e);
}
