using System.Collections.Immutable;
using Akka.Actor;
using Keepalived.Actors.Vrrp;
using Keepalived.Config.Model;
using Keepalived.Core.Tracking;

namespace Keepalived.Actors.Tracking;

/// <summary>Messages to and from trackers.</summary>
public interface ITrackerMessage;

/// <summary>To the supervisor: these are the tracked objects from now on.</summary>
public sealed record ApplyTrackers(KeepalivedConfig Config) : ITrackerMessage;

/// <summary>
/// To the supervisor: tell <paramref name="Subscriber"/> the status of these objects, now and when it changes. Replaces
/// an earlier subscription of the same subscriber; a name that is not configured is never answered.
/// </summary>
public sealed record SubscribeTrackers(IActorRef Subscriber, ImmutableArray<TrackerKey> Trackers) : ITrackerMessage;

public readonly record struct TrackerKey(TrackerKind Kind, string Name);

/// <summary>What a tracker found.</summary>
public sealed record TrackerChanged(TrackerKey Tracker, TrackStatus Status) : ITrackerMessage;

public sealed record GetTrackers : ITrackerMessage;

public sealed record TrackersSnapshot(ImmutableArray<TrackerSnapshot> Trackers) : ITrackerMessage;

/// <summary>To one tracker: a reload changed its parameters.</summary>
internal sealed record UpdateTracker(object Config) : ITrackerMessage;

/// <summary>From one tracker to its supervisor.</summary>
internal sealed record TrackerFound(TrackerKey Tracker, TrackStatus Status, string Detail) : ITrackerMessage
{
    /// <summary>Only of a process tracker: what the dumps show of it.</summary>
    public TrackedProcesses? Processes { get; init; }
}

/// <param name="Count">Processes that match.</param>
/// <param name="Delay">The delay that runs.</param>
public sealed record TrackedProcesses(int Count, TrackProcessDelay Delay);

/// <summary>To the process monitor: count these for those, and nothing else.</summary>
internal sealed record WatchProcesses(ImmutableArray<WatchedProcess> Watched) : ITrackerMessage;

internal sealed record WatchedProcess(ProcessPattern Pattern, IActorRef Tracker);

/// <summary>To the process monitor, through the supervisor: say again what was counted for this tracker.</summary>
internal sealed record TellCount(IActorRef Tracker) : ITrackerMessage;

/// <summary>To a process tracker.</summary>
internal sealed record ProcessesCounted(int Count) : ITrackerMessage;
