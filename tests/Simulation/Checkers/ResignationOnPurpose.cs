using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>Priority 0 is sent when a Master leaves on purpose, and only then.</summary>
internal sealed class ResignationOnPurpose : ILanChecker
{
    public void AfterStep(in MachineStep step)
    {
        bool left = step.Before.State == VrrpState.Master && step.After.State != VrrpState.Master;
        bool isOnPurpose = left
            && (step.After.State != VrrpState.Backup || step.Event.Kind == VrrpEventKind.AddressesLost);
        InvariantBroken.Unless(
            step.Sends(0) == isOnPurpose,
            step.Instance,
            isOnPurpose
                ? $"left Master for {step.After.State} without resigning"
                : "resigned without leaving Master on purpose");
    }
}
