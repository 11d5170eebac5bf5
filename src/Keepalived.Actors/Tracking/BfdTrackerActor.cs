using Akka.Actor;
using Akka.Event;
using Keepalived.Core.Bfd;
using Keepalived.Core.Tracking;

namespace Keepalived.Actors.Tracking;

/// <summary>
/// A <c>bfd_instance</c> that somebody tracks. One that has not come up yet is down, not unknown: an instance without
/// weight for it starts in Fault, as in the reference.
/// </summary>
internal sealed class BfdTrackerActor(BfdStatusBoard board, string session) : UntypedActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IDisposable? _subscription;

    public static Props Props(BfdStatusBoard board, string session) =>
        ActorProps.Of(() => new BfdTrackerActor(board, session)).WithDispatcher(DispatcherNames.Vrrp);

    protected override void PreStart()
    {
        // First the subscription: what changes in between is told twice, not missed.
        IActorRef self = Self;
        _subscription = board.Subscribe(session, isUp => self.Tell(new Changed(isUp), ActorRefs.NoSender));
        Tell(board.IsUp(session));
    }

    protected override void PostStop() => _subscription?.Dispose();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Changed changed:
                _log.Info("Tracked BFD instance {0} is {1}", session, changed.IsUp ? "UP" : "DOWN");
                Tell(changed.IsUp);
                break;
            case UpdateTracker:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Tell(bool isUp) => Context.Parent.Tell(new TrackerFound(
        new TrackerKey(TrackerKind.Bfd, session),
        isUp ? TrackStatus.Up : TrackStatus.Down,
        isUp ? "session up" : "session not up"));

    private sealed record Changed(bool IsUp);
}
