using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// Creation, failure, restart and end. A failed actor suspends itself and its children and reports to its parent; the
/// parent's strategy answers with Resume, Recreate or Terminate. Suspensions are counted, and each way back lifts
/// exactly one.
/// </summary>
internal sealed partial class ActorCell
{
    // Set while a failure waits for its verdict: this actor, or the child whose failure it escalated.
    private IActorRef _failed;

    private void Create()
    {
        try
        {
            _actor = NewActor();
            _actor.RunPreStart();
        }
        catch (Exception e)
        {
            Retire(_actor);
            _actor = null;
            throw e as ActorInitializationException
                ?? new ActorInitializationException(Ref, "Exception during creation", e);
        }
    }

    private void HandleInvokeFailure(Exception cause)
    {
        if (_failed is not null) { return; }
        Mailbox.Suspend();
        bool escalated = _message is FailedMessage;
        _failed = escalated ? _sender : Ref;
        // The child whose failure is passed on is suspended already.
        SuspendChildren(except: escalated ? _sender : null);
        _parent.SendSystem(new FailedMessage(Ref, cause));
    }

    private void HandleFailed(FailedMessage failure)
    {
        (object message, IActorRef sender) = (_message, _sender);
        (_message, _sender) = (failure, failure.Child);
        ChildStats child;
        lock (_children)
        {
            // The incarnation counts: not one that was killed in PreRestart and created anew.
            child = StatsOf(failure.Child);
        }
        if (child is null || _actor is null)
        {
            Publish(new Debug(
                null, Ref.Path.ToString(), _props.Type, $"Dropping Failed({failure.Cause}) from {failure.Child}"));
        }
        else if (!_actor.Strategy.HandleFailure(this, child, failure.Cause))
        {
            HandleInvokeFailure(failure.Cause);
            return;
        }
        (_message, _sender) = (message, sender);
    }

    private void Resume(Exception cause)
    {
        if (_actor is null)
        {
            CreateAgain();
            return;
        }
        IActorRef failed = _failed;
        Mailbox.Resume();
        if (cause is not null) { _failed = null; }
        foreach (IActorRef child in GetChildren())
        {
            // Only the child whose own failure this was learns of the cause.
            ((IInternalRef)child).SendSystem(new ResumeMessage(child.Equals(failed) ? cause : null));
        }
    }

    private void Recreate(Exception cause)
    {
        if (_actor is null)
        {
            CreateAgain();
            return;
        }
        if (_pending != Pending.None)
        {
            // Stopping or restarting already: only keep the count of suspensions right.
            Resume(null);
            return;
        }
        ActorBase failed = _actor;
        if (!Mailbox.IsSuspended) { Mailbox.Suspend(); }
        try
        {
            failed.RunPreRestart(cause, _message);
        }
        catch (Exception e)
        {
            Publish(new Error(e, Ref.Path.ToString(), failed.GetType(), e.Message));
        }
        Retire(failed);
        (_message, _sender) = (null, null);
        if (!WaitForDying(Pending.Recreate, cause)) { FinishRecreate(cause, failed); }
    }

    private void FinishRecreate(Exception cause, ActorBase failed)
    {
        IEnumerable<IActorRef> survivors = GetChildren();
        try
        {
            Mailbox.Resume();
            _failed = null;
            _actor = NewActor();
            _actor.RunPostRestart(cause);
            foreach (IActorRef child in survivors) { ((IInternalRef)child).SendSystem(new RecreateMessage(cause)); }
        }
        catch (Exception e)
        {
            if (!ReferenceEquals(_actor, failed)) { Retire(_actor); }
            HandleInvokeFailure(new PostRestartException(Ref, e, cause));
        }
    }

    /// <summary>
    /// A verdict on an actor whose creation failed: there is no instance to go on with or to restart.
    /// </summary>
    private void CreateAgain()
    {
        StopChildren();
        if (!WaitForDying(Pending.Create)) { FinishCreate(); }
    }

    private void FinishCreate()
    {
        Mailbox.Resume();
        _failed = null;
        try
        {
            Create();
        }
        catch (Exception e)
        {
            HandleInvokeFailure(e);
        }
    }

    private void Terminate()
    {
        UnwatchAll();
        StopChildren();
        bool already = _pending == Pending.Terminate;
        if (!WaitForDying(Pending.Terminate))
        {
            FinishTerminate();
        }
        else if (!already)
        {
            // No user messages any more while the children end, and failures are no longer the supervisor's concern.
            Mailbox.Suspend();
            _failed = Ref;
        }
    }

    private void FinishTerminate()
    {
        lock (_children) { _terminated = true; }
        ActorBase actor = _actor;
        try
        {
            actor?.RunPostStop();
        }
        catch (Exception e)
        {
            Publish(new Error(e, Ref.Path.ToString(), _props.Type, e.Message));
        }
        Mailbox.Close();
        _dispatcher.Leave();
        _parent.SendSystem(new DeathWatchNotification(Ref, ExistenceConfirmed: true));
        TellWatchers();
        UnwatchAll();
        Retire(actor);
        _actor = null;
    }
}
