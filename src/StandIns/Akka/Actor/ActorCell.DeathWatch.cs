namespace Akka.Actor;

/// <summary>Watching and being watched.</summary>
internal sealed partial class ActorCell
{
    private readonly HashSet<IActorRef> _watching = [];
    private readonly HashSet<IActorRef> _watchedBy = [];

    // A Terminated is in the mailbox for these; Unwatch takes them out, and the message is then ignored.
    private readonly HashSet<IActorRef> _terminatedQueued = [];

    public IActorRef Watch(IActorRef subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (!subject.Equals(Self) && _watching.Add(subject))
        {
            ((IInternalRef)subject).SendSystem(new WatchMessage(subject, Ref));
        }
        return subject;
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (_watching.Remove(subject)) { ((IInternalRef)subject).SendSystem(new UnwatchMessage(subject, Ref)); }
        _terminatedQueued.Remove(subject);
        return subject;
    }

    private void ReceiveTerminated(Terminated t)
    {
        if (_terminatedQueued.Remove(t.ActorRef)) { _actor.Handle(t); }
    }

    private void WatchedDied(IActorRef actor, bool existenceConfirmed)
    {
        if (_watching.Remove(actor) && _pending != Pending.Terminate)
        {
            _terminatedQueued.Add(actor);
            Self.Tell(new Terminated(actor, existenceConfirmed, addressTerminated: false), actor);
        }
        bool isChild;
        lock (_children) { isChild = StatsOf(actor) is not null; }
        if (isChild) { ChildTerminated(actor); }
    }

    private void TellWatchers()
    {
        foreach (IActorRef watcher in _watchedBy)
        {
            // The parent has its own notification.
            if (!watcher.Equals(_parent))
            {
                ((IInternalRef)watcher).SendSystem(new DeathWatchNotification(Ref, ExistenceConfirmed: true));
            }
        }
        _watchedBy.Clear();
    }

    private void UnwatchAll()
    {
        foreach (IActorRef subject in _watching)
        {
            ((IInternalRef)subject).SendSystem(new UnwatchMessage(subject, Ref));
        }
        _watching.Clear();
        _terminatedQueued.Clear();
    }
}
