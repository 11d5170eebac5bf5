using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// Authentication header: a Master that insists goes on above the number of the other one, which would else take its
/// answer for an old packet; and one that becomes Master begins anew where its numbers are used up.
/// </summary>
internal sealed class SequencesAsWritten : ILanChecker
{
    public void AfterStep(in MachineStep step)
    {
        bool becomes = step.Before.State != VrrpState.Master && step.After.State == VrrpState.Master;
        bool insists = step is { Event.Kind: VrrpEventKind.AdvertisementReceived, Before.State: VrrpState.Master }
            && step.After.State == VrrpState.Master && step.Has(VrrpEffectKind.NotifyLowerPriority);
        uint? expected = becomes ? 0 : insists && step.Event.Sequence != 0 ? step.Event.Sequence : null;
        uint? raised = null;
        foreach (ref readonly VrrpEffect effect in step.Effects)
        {
            raised = effect.Kind == VrrpEffectKind.RaiseSequence ? effect.Sequence : raised;
        }

        InvariantBroken.Unless(
            raised == expected, step.Instance, $"raised its sequence above {raised}, not {expected}");
    }
}
