using Akka.Actor;
using Akka.Event;

namespace Keepalived.Actors.Notify;

/// <summary>A child with its restart delay and, while it is away, the facts that wait for it.</summary>
internal sealed class NotifyChild
{
    /// <summary>Facts kept for an absent child; the oldest goes first.</summary>
    public const int FactCapacity = 256;

    private readonly string _name;
    private readonly Props _props;
    private readonly NotifyServices _services;
    private readonly ActorAlarm _alarm;
    private readonly Queue<INotifyMessage> _facts = [];
    private Exception? _lastError;
    private TimeSpan _startedAt;
    private TimeSpan _delay;

    public NotifyChild(string name, Props props, NotifyServices services, IActorRef parent)
    {
        _name = name;
        _props = props;
        _services = services;
        _delay = services.FirstRestartDelay;
        _alarm = new ActorAlarm(services.Time, parent, new NotifySupervisor.StartChild(this));
    }

    /// <summary>Null while it is away.</summary>
    public IActorRef? Actor { get; private set; }

    public int Restarts { get; private set; }

    public void Start(IUntypedActorContext context)
    {
        if (Actor is not null)
        {
            return;
        }

        // The terminated predecessor has given its name back before Terminated was delivered.
        Actor = context.Watch(context.ActorOf(_props, _name));
        _startedAt = _alarm.Now;
        while (_facts.TryDequeue(out INotifyMessage? fact))
        {
            Actor.Tell(fact);
        }
    }

    public void Tell(INotifyMessage fact, ILoggingAdapter log)
    {
        if (Actor is not null)
        {
            Actor.Tell(fact);
            return;
        }

        if (_facts.Count == FactCapacity)
        {
            _facts.Dequeue();
            NotifyLog.FactDropped(log, _name);
        }

        _facts.Enqueue(fact);
    }

    public void Failed(Exception reason) => _lastError = reason;

    public void Ended(ILoggingAdapter log)
    {
        Actor = null;
        Restarts++;
        if (_alarm.Now - _startedAt > _services.LongestRestartDelay)
        {
            _delay = _services.FirstRestartDelay;
        }

        NotifyLog.ChildFailed(log, _name, _lastError ?? new InvalidOperationException("stopped"), _delay);
        _alarm.Set(_alarm.Now + _delay);
        _delay = _delay * 2 < _services.LongestRestartDelay ? _delay * 2 : _services.LongestRestartDelay;
    }

    public NotifyChildSnapshot Snapshot(string parentPath) =>
        new($"{parentPath}/{_name}", _name, Restarts, _lastError?.Message ?? "");

    public void Stop() => _alarm.Stop();
}
