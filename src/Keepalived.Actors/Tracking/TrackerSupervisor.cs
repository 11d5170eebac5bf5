using Akka.Actor;

namespace Keepalived.Actors.Tracking;

/// <summary>Parent of the trackers of scripts, files and processes.</summary>
public sealed class TrackerSupervisor : UntypedActor
{
    internal TrackerSupervisor(KeepalivedServices services) => _ = services;

    public static Props Props(KeepalivedServices services) =>
        ActorProps.Of(() => new TrackerSupervisor(services)).WithDispatcher(DispatcherNames.Vrrp);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case GetTrackers:
                Sender.Tell(new TrackersSnapshot([]));
                break;
        }
    }
}
