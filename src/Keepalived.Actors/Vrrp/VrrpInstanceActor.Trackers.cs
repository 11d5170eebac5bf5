using Keepalived.Actors.Tracking;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Vrrp;

/// <content>Tracked interfaces, scripts, files and processes.</content>
public sealed partial class VrrpInstanceActor
{
    private int _weight;
    private VrrpFaults _trackerFaults;

    private IEnumerable<TrackConfig> TrackedInterfaces() => _slot.Config.TrackInterfaces;

    private void SubscribeToTrackers() => _trackerFaults = VrrpFaults.None;

    private void JudgeInterfaces(LinkTable links)
    {
        int weight = 0;
        foreach (TrackConfig tracked in TrackedInterfaces())
        {
            bool isUp = (links.Find(tracked.Name)?.IsUp ?? false) != tracked.Reverse;
            weight += isUp ? Math.Max(tracked.Weight, 0) : Math.Min(tracked.Weight, 0);
        }

        _weight = weight;
    }

    private VrrpFaults TrackerFaults() => _trackerFaults;

    private void UpdateTracker(ITrackerMessage message) => Unhandled(message);
}
