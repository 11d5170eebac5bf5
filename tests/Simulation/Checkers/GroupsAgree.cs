using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// When all messages between group and members have arrived, all are Master or none, and all in Fault or none. One that
/// has just begun and waits for the first result of a tracker holds up nobody but the group's Master.
/// </summary>
internal sealed class GroupsAgree : ILanChecker
{
    public void AtMoment(SimulatedRouter router)
    {
        if (router.IsGrouped && router.IsGroupSettled)
        {
            RequireSame(router, VrrpState.Master);
            RequireSame(router, VrrpState.Fault);
        }
    }

    private static void RequireSame(SimulatedRouter router, VrrpState state)
    {
        int count = 0;
        int waiting = 0;
        foreach (SimulatedInstance instance in router.Instances)
        {
            bool waits = state == VrrpState.Fault && WaitsForTracker(instance.State);
            waiting += waits ? 1 : 0;
            count += !waits && instance.State.State == state ? 1 : 0;
        }

        if (count != 0 && count + waiting != router.Instances.Length)
        {
            throw new InvariantBroken($"{router.Name}: {count} of {router.Instances.Length} members are {state}");
        }
    }

    private static bool WaitsForTracker(in VrrpInstanceState state) =>
        state.State == VrrpState.Fault && (state.Faults & VrrpFaults.TrackersPending) != 0
        && (state.Faults & ~(VrrpFaults.TrackersPending | VrrpFaults.SyncGroupPending)) == 0;
}
