using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// An instance is in Fault exactly while a reason holds. A tracker without result moves nobody who runs.
/// </summary>
internal sealed class FaultFollowsFlags : ILanChecker
{
    public void AfterStep(in MachineStep step)
    {
        VrrpFaults faults = step.After.Faults;
        VrrpFaults loud = faults & ~(VrrpFaults.TrackersPending | VrrpFaults.SyncGroupPending);
        bool holds = step.After.State switch
        {
            VrrpState.Fault => faults != VrrpFaults.None,
            VrrpState.Initialize => true,
            _ => loud == VrrpFaults.None,
        };
        InvariantBroken.Unless(holds, step.Instance, $"{step.After.State} with faults {faults}");
    }
}
