using System.Collections.Immutable;
using Keepalived.Actors.Vrrp;
using Keepalived.Config.Model;

namespace Keepalived.Actors.Tracking;

/// <summary>Messages to and from trackers.</summary>
public interface ITrackerMessage;

/// <summary>To the supervisor: these are the tracked objects from now on.</summary>
public sealed record ApplyTrackers(KeepalivedConfig Config) : ITrackerMessage;

public sealed record GetTrackers : ITrackerMessage;

public sealed record TrackersSnapshot(ImmutableArray<TrackerSnapshot> Trackers) : ITrackerMessage;
