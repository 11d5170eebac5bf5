using Keepalived.Core.Tracking;
using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// Once all news have arrived, faults and weight of an instance are what its trackers say, by the rules of the
/// documents.
/// </summary>
internal sealed class WeightsAsWritten : ILanChecker
{
    private const VrrpFaults OfTrackers = VrrpFaults.TrackedInterface | VrrpFaults.TrackedScript
        | VrrpFaults.TrackedFile | VrrpFaults.TrackedProcess | VrrpFaults.TrackersPending;

    public void AtMoment(SimulatedRouter router)
    {
        // The owner of the addresses has no use for weights: the parser leaves its own out, and those of its group go
        // for nothing.
        bool isOwner = router.Options.Priority == byte.MaxValue;
        if (!router.IsTrackingSettled || (isOwner && router.Options.Trackers.Any(one => one.Weight != 0)))
        {
            return;
        }

        (VrrpFaults faults, int weight) = (VrrpFaults.None, 0);
        foreach (TrackerOptions options in router.Options.Trackers)
        {
            SimulatedTracker tracker = router.Trackers.First(one => one.Key == (options.Kind, options.Name));
            (VrrpFaults fault, int more) = Of(options, tracker.Status, router);
            (faults, weight) = (faults | fault, weight + more);
        }

        foreach (SimulatedInstance instance in router.Instances)
        {
            VrrpInstanceState state = instance.State;
            bool isRight = (state.Faults & OfTrackers) == faults && state.Weight == weight;
            InvariantBroken.Unless(
                isRight || !instance.IsSettled || state.State == VrrpState.Initialize,
                instance,
                $"has faults {state.Faults} and weight {state.Weight}, its trackers say {faults} and {weight}");
        }
    }

    private static (VrrpFaults Faults, int Weight) Of(
        TrackerOptions options, TrackStatus status, SimulatedRouter router)
    {
        int weight = options.Weight;
        if (router.IsGrouped && !router.Options.GroupTrackingWeight && weight != 0)
        {
            // A member's file of the usual weight counts without it, as an interface does, and so does a group's file
            // that nobody gave a weight; others do not count.
            bool isUsualFile = options is { Kind: TrackerKind.File, Weight: 1 }
                && (!options.InGroup || options.HasNoOwnWeight);
            if (options.Kind != TrackerKind.Interface && !isUsualFile)
            {
                return default;
            }

            weight = 0;
        }

        if (!status.IsKnown)
        {
            return (weight == 0 ? VrrpFaults.TrackersPending : VrrpFaults.None, 0);
        }

        return options.Kind == TrackerKind.File
            ? OfFile(weight, options.Reverse, status.Value)
            : OfOthers(options, weight, status.IsUp);
    }

    /// <summary>A failure without weight is a fault; with one it takes away, or does not give.</summary>
    private static (VrrpFaults Faults, int Weight) OfOthers(TrackerOptions options, int weight, bool isUp)
    {
        bool works = options.Reverse ? !isUp : isUp;
        VrrpFaults fault = options.Kind switch
        {
            TrackerKind.Interface => VrrpFaults.TrackedInterface,
            TrackerKind.Script => VrrpFaults.TrackedScript,
            _ => VrrpFaults.TrackedProcess,
        };
        return weight == 0 ? (works ? VrrpFaults.None : fault, 0) : (VrrpFaults.None, works == weight > 0 ? weight : 0);
    }

    private static (VrrpFaults Faults, int Weight) OfFile(int weight, bool reverse, int value)
    {
        if (weight == 0)
        {
            return (reverse == (value == 0) ? VrrpFaults.TrackedFile : VrrpFaults.None, 0);
        }

        int product = value * weight * (reverse ? -1 : 1);
        return product <= -254 ? (VrrpFaults.TrackedFile, 0) : (VrrpFaults.None, Math.Min(product, 253));
    }
}
