using System.Collections.Immutable;
using Keepalived.Config.Model;

namespace Keepalived.Core.Tracking;

/// <summary>The trackers that an instance really has, from its own blocks and those of its sync group.</summary>
public static class TrackerSelection
{
    private const int DefaultFileWeight = 1;

    public static ImmutableArray<TrackerParameters> Of(VrrpInstanceConfig instance, VrrpSyncGroupConfig? group)
    {
        var selected = new List<TrackerParameters>();
        Add(selected, TrackerKind.Interface, instance.TrackInterfaces, group?.TrackInterfaces, group);
        Add(selected, TrackerKind.Script, instance.TrackScripts, group?.TrackScripts, group);
        Add(selected, TrackerKind.File, instance.TrackFiles, group?.TrackFiles, group);
        Add(selected, TrackerKind.Process, instance.TrackProcesses, group?.TrackProcesses, group);
        Add(selected, TrackerKind.Bfd, instance.TrackBfds, group?.TrackBfds, group);
        foreach (string name in instance.StaticInterfaces)
        {
            selected.Add(new TrackerParameters(TrackerKind.Interface, name, 0, Reverse: false));
        }

        return [.. selected];
    }

    private static void Add(
        List<TrackerParameters> selected,
        TrackerKind kind,
        EquatableArray<TrackConfig> own,
        EquatableArray<TrackConfig>? ofGroup,
        VrrpSyncGroupConfig? group)
    {
        var byName = new Dictionary<string, TrackConfig>();
        foreach (TrackConfig tracker in own)
        {
            byName.TryAdd(tracker.Name, tracker);
        }

        foreach (TrackConfig tracker in ofGroup ?? [])
        {
            // The group's line wins over the member's if it has a weight.
            if (tracker.Weight != 0 || !byName.ContainsKey(tracker.Name))
            {
                byName[tracker.Name] = tracker;
            }
        }

        bool mayWeigh = group is null || group.TrackingWeight;
        foreach (TrackConfig tracker in byName.Values)
        {
            int? weight = mayWeigh ? tracker.Weight : WithoutWeight(kind, tracker);
            if (weight is { } kept)
            {
                selected.Add(new TrackerParameters(kind, tracker.Name, kept, tracker.Reverse));
            }
        }
    }

    /// <summary>
    /// Members of a group cannot have priorities that drift apart: without <c>sync_group_tracking_weight</c> an
    /// interface, or
    /// a file that nobody gave a weight, counts as a fault, and what has a weight is left out (null).
    /// </summary>
    private static int? WithoutWeight(TrackerKind kind, TrackConfig tracker) => kind switch
    {
        _ when tracker.Weight == 0 => 0,
        TrackerKind.Interface => 0,
        TrackerKind.File when tracker is { Weight: DefaultFileWeight, HasOwnWeight: false } => 0,
        _ => null,
    };
}
