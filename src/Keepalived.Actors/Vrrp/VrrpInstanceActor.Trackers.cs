using System.Collections.Immutable;
using Akka.Actor;
using Keepalived.Actors.Tracking;
using Keepalived.Core.Kernel;
using Keepalived.Core.Tracking;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Vrrp;

/// <content>What is tracked, interfaces to BFD sessions: from status to faults and weights.</content>
public sealed partial class VrrpInstanceActor
{
    private readonly Dictionary<TrackerKey, TrackStatus> _statuses = [];
    private readonly List<VrrpEvent> _trackerEvents = [];
    private ImmutableArray<TrackerParameters> _trackers = [];
    private TrackVerdict _verdict;

    private IEnumerable<string> TrackedInterfaces() =>
        _trackers.Where(t => t.Kind == TrackerKind.Interface).Select(t => t.Name);

    private void SelectTrackers() =>
        _trackers = TrackerSelection.Of(_slot.Config, _slot.GroupConfig);

    private void SubscribeToTrackers()
    {
        ImmutableArray<TrackerKey> wanted =
        [
            .. _trackers
                .Where(t => t.Kind is not TrackerKind.Interface)
                .Select(t => new TrackerKey(t.Kind, t.Name)),
        ];
        _neighbours.Trackers.Tell(new SubscribeTrackers(Self, wanted));
    }

    private void JudgeInterfaces(LinkTable links)
    {
        foreach (string name in TrackedInterfaces())
        {
            bool isUp = links.Find(name)?.IsUp ?? false;
            _statuses[new TrackerKey(TrackerKind.Interface, name)] = isUp ? TrackStatus.Up : TrackStatus.Down;
        }

        JudgeTrackers();
    }

    private void UpdateTracker(ITrackerMessage message)
    {
        if (message is TrackerChanged changed)
        {
            _statuses[changed.Tracker] = changed.Status;
            JudgeTrackers();
        }
        else
        {
            Unhandled(message);
        }
    }

    private void JudgeTrackers()
    {
        TrackVerdict verdict = default;
        foreach (TrackerParameters tracker in _trackers)
        {
            verdict += EffectivePriority.Judge(
                tracker, _statuses.GetValueOrDefault(new TrackerKey(tracker.Kind, tracker.Name)));
        }

        TrackVerdict before = _verdict;
        _verdict = verdict;
        if (!_started || verdict == before)
        {
            return;
        }

        _trackerEvents.Clear();
        verdict.AddChanges(before, _services.Clock.Now, _trackerEvents);
        foreach (VrrpEvent e in _trackerEvents)
        {
            Handle(e);
        }
    }
}
