using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Tracking;

/// <summary>What trackers do to an instance: a fault without weight, a change of priority with one.</summary>
public static class EffectivePriority
{
    private const int MostOfFile = 253;
    private const int FileFault = -254;

    /// <summary>Base and sum of weights, bounded to 1..254; the address owner (255) ignores weights.</summary>
    public static byte Of(byte priority, int weight) =>
        priority == byte.MaxValue ? priority : (byte)Math.Clamp(priority + weight, 1, 254);

    /// <summary>The verdict of one tracker.</summary>
    public static TrackVerdict Judge(in TrackerParameters tracker, TrackStatus status)
    {
        if (!status.IsKnown)
        {
            // A weight that is not known yet is no weight; without weight everything waits for the first result.
            return tracker.Weight == 0 ? new TrackVerdict(VrrpFaults.TrackersPending, 0) : default;
        }

        if (tracker.Kind == TrackerKind.File)
        {
            return JudgeFile(tracker, status.Value);
        }

        bool isUp = status.IsUp != tracker.Reverse;
        return tracker.Weight switch
        {
            0 => isUp ? default : new TrackVerdict(FaultOf(tracker.Kind), 0),
            > 0 => new TrackVerdict(VrrpFaults.None, isUp ? tracker.Weight : 0),
            _ => new TrackVerdict(VrrpFaults.None, isUp ? 0 : tracker.Weight),
        };
    }

    private static TrackVerdict JudgeFile(in TrackerParameters tracker, int value)
    {
        if (tracker.Weight == 0)
        {
            return (value != 0) != tracker.Reverse ? new TrackVerdict(VrrpFaults.TrackedFile, 0) : default;
        }

        long product = (long)value * tracker.Weight * (tracker.Reverse ? -1 : 1);
        return product <= FileFault
            ? new TrackVerdict(VrrpFaults.TrackedFile, 0)
            : new TrackVerdict(VrrpFaults.None, (int)Math.Min(product, MostOfFile));
    }

    private static VrrpFaults FaultOf(TrackerKind kind) => kind switch
    {
        TrackerKind.Interface => VrrpFaults.TrackedInterface,
        TrackerKind.Script => VrrpFaults.TrackedScript,
        TrackerKind.File => VrrpFaults.TrackedFile,
        TrackerKind.Process => VrrpFaults.TrackedProcess,
        TrackerKind.Bfd => VrrpFaults.TrackedBfd,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
