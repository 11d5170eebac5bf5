using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// Each change of state is told once, from what was told before; so is each change of priority; and both are counted.
/// A Fault that only waits for a tracker or for the group is told to nobody.
/// </summary>
internal sealed class TransitionsAreTold : ILanChecker
{
    private readonly Dictionary<SimulatedInstance, VrrpState> _told = [];

    public void AfterStep(in MachineStep step)
    {
        VrrpState before = _told.GetValueOrDefault(step.Instance);
        VrrpState told = before;
        int became = 0, released = 0;
        foreach (ref readonly VrrpEffect effect in step.Effects)
        {
            if (effect.Kind == VrrpEffectKind.NotifyTransition)
            {
                InvariantBroken.Unless(effect.From == told, step.Instance, $"came from {told}, not {effect.From}");
                told = effect.To;
            }

            became += effect is { Kind: VrrpEffectKind.Increment, Counter: VrrpCounter.BecameMaster } ? 1 : 0;
            released += effect is { Kind: VrrpEffectKind.Increment, Counter: VrrpCounter.ReleasedMaster } ? 1 : 0;
        }

        _told[step.Instance] = told;
        bool isSilent = step.After.State == VrrpState.Fault
            && (step.After.Faults & ~(VrrpFaults.TrackersPending | VrrpFaults.SyncGroupPending)) == 0;
        bool isRight = told == step.After.State || (isSilent && told == VrrpState.Initialize);
        InvariantBroken.Unless(isRight, step.Instance, $"is {step.After.State}, and all think that it is {told}");
        RequireCounts(step, became, released);
        RequirePriority(step);
    }

    private static void RequireCounts(in MachineStep step, int became, int released)
    {
        bool isFresh = step.Before.State != VrrpState.Master && step.After.State == VrrpState.Master;
        bool isGone = step.Before.State == VrrpState.Master
            && step.After.State is VrrpState.Backup or VrrpState.Fault && step.Before.State != step.After.State;
        InvariantBroken.Unless(
            became == (isFresh ? 1 : 0) && released == (isGone && step.Before.State == VrrpState.Master ? 1 : 0),
            step.Instance,
            $"counted {became} times Master and {released} times not any more");
    }

    private static void RequirePriority(in MachineStep step)
    {
        bool changed = step.After.EffectivePriority != step.Before.EffectivePriority;
        bool isRunning = step.Before.State != VrrpState.Initialize && step.After.State != VrrpState.Initialize;
        InvariantBroken.Unless(
            !isRunning || changed == step.Has(VrrpEffectKind.NotifyPriority),
            step.Instance,
            $"did not tell its priority {step.After.EffectivePriority} well");
    }
}
