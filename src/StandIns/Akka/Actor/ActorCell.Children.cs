using Akka.Configuration;

namespace Akka.Actor;

/// <summary>The children, and what waits for some of them to be gone.</summary>
internal sealed partial class ActorCell
{
    private enum Pending
    {
        None,
        Create,
        Recreate,
        Terminate,
    }

    // Guarded by itself: the guardians' children are created by any thread.
    private readonly Dictionary<string, ChildStats> _children = [];
    private readonly HashSet<IActorRef> _dying = [];
    private Pending _pending;
    private Exception _pendingCause;
    private bool _terminated;
    private long _names;
    public IActorRef ActorOf(Props props, string name = null) =>
        NewChild(props, name, props.Dispatcher, systemName: false);

    public IActorRef Child(string name)
    {
        lock (_children) { return _children.TryGetValue(name, out ChildStats child) ? child.Ref : ActorRefs.Nobody; }
    }

    public IEnumerable<IActorRef> GetChildren()
    {
        lock (_children) { return [.. _children.Values.Select(c => c.Ref)]; }
    }

    public void Stop(IActorRef child)
    {
        lock (_children)
        {
            if (StatsOf(child) is not null) { _dying.Add(child); }
        }
        ((IInternalRef)child).SendSystem(new TerminateMessage());
    }

    /// <summary>
    /// A child on a given dispatcher, whose name may begin with a dollar sign if the system chose it.
    /// </summary>
    internal LocalRef NewChild(Props props, string name, string dispatcherId, bool systemName)
    {
        Dispatch.Dispatcher dispatcher;
        try
        {
            dispatcher = _system.Dispatchers.Lookup(dispatcherId);
        }
        catch (ConfigurationException e)
        {
            throw new ConfigurationException(
                $"Configuration problem while creating [{Ref.Path}/{name}] with dispatcher [{dispatcherId}]", e);
        }
        LocalRef child;
        lock (_children)
        {
            if (_pending == Pending.Terminate || _terminated)
            {
                throw new InvalidOperationException("Cannot create child while terminating or terminated");
            }
            string checkedName = Name(name, systemName);
            var path = new LocalPath(Ref.Path, checkedName, _system.NextUid());
            child = new ActorCell(_system, props, dispatcher, Ref, path).Ref;
            _children.Add(checkedName, new ChildStats(child));
        }
        for (int i = _failed is null ? 0 : Mailbox.Suspensions; i > 0; i--)
        {
            // Created by a hook in the middle of a failure: it shares the suspensions, which the way back lifts.
            ((IInternalRef)child).SendSystem(new SuspendMessage());
        }
        child.Cell.Start();
        return child;
    }

    private string Name(string name, bool systemName)
    {
        if (name is null) { return "$" + _names++; }
        if (name.Length == 0) { throw new InvalidActorNameException("Actor name must not be empty."); }
        if (!systemName && !ActorPath.IsValid(name))
        {
            throw new InvalidActorNameException($"Illegal actor name [{name}]. Actor paths MUST: not start with `$`, "
                + $"include only ASCII letters and these special characters: {ActorPath.Symbols}.");
        }
        return _children.ContainsKey(name)
            ? throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!")
            : name;
    }

    private ChildStats StatsOf(IActorRef child) =>
        _children.TryGetValue(child.Path.Name, out ChildStats stats) && stats.Ref.Equals(child) ? stats : null;

    private void SuspendChildren(IActorRef except) => TellChildren(new SuspendMessage(), except);

    private void TellChildren(SystemMessage message, IActorRef except)
    {
        foreach (IActorRef child in GetChildren())
        {
            if (!child.Equals(except)) { ((IInternalRef)child).SendSystem(message); }
        }
    }

    private void StopChildren()
    {
        foreach (IActorRef child in GetChildren()) { Stop(child); }
    }

    private bool WaitForDying(Pending what, Exception cause = null)
    {
        lock (_children)
        {
            if (_dying.Count == 0) { return false; }
            (_pending, _pendingCause) = (what, cause);
            return true;
        }
    }

    private void ChildTerminated(IActorRef child)
    {
        Pending then;
        Exception cause;
        lock (_children)
        {
            _children.Remove(child.Path.Name);
            if (!_dying.Remove(child) || _dying.Count > 0) { return; }
            (then, cause) = (_pending, _pendingCause);
            if (then != Pending.Terminate) { (_pending, _pendingCause) = (Pending.None, null); }
        }
        switch (then)
        {
            case Pending.Create:
                FinishCreate();
                break;
            case Pending.Recreate:
                FinishRecreate(cause, _actor);
                break;
            case Pending.Terminate:
                FinishTerminate();
                break;
        }
    }
}
