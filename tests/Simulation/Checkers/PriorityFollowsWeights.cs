using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// Effective priority = base + weights within 1..254; an owner keeps 255, or 254 while it yields to a second one.
/// </summary>
internal sealed class PriorityFollowsWeights : ILanChecker
{
    public void AfterStep(in MachineStep step)
    {
        int priority = step.Parameters.Priority;
        int expected = priority == 255 ? 255 : Math.Clamp(priority + step.After.Weight, 1, 254);
        bool yields = priority == 255 && step.After.EffectivePriority == 254 && step.After.State != VrrpState.Initialize
            && step.After.OtherOwnerInterval > TimeSpan.Zero;

        // What is told before the start, or after the end, counts at the start.
        bool isIdle = step.After.State == VrrpState.Initialize;
        InvariantBroken.Unless(
            yields || isIdle || step.Instance.IsReloading || step.After.EffectivePriority == expected,
            step.Instance,
            $"effective priority {step.After.EffectivePriority}, not {expected}");
    }
}
