using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// A Master answers a resignation and a lower priority at once (unless told not to), and gives way to a higher one.
/// </summary>
internal sealed class AnswersAreImmediate : ILanChecker
{
    public void AfterStep(in MachineStep step)
    {
        if (step.Event.Kind != VrrpEventKind.AdvertisementReceived || step.Before.State != VrrpState.Master)
        {
            return;
        }

        byte own = step.Before.EffectivePriority;
        bool isHigher = step.Event.Priority > own
            || (step.Event.Priority == own && step.Event.Source > step.Before.Source);
        InvariantBroken.Unless(
            isHigher == (step.After.State == VrrpState.Backup),
            step.Instance,
            $"heard {step.Event.Priority} from {step.Event.Source} as Master with {own} and is {step.After.State}");
        bool mustAnswer = step.Event.Priority == 0 || (!isHigher && !step.Parameters.LowerPriorityNoAdvertisement);
        InvariantBroken.Unless(
            !mustAnswer || step.Sends(own),
            step.Instance,
            $"did not answer {step.Event.Priority} from {step.Event.Source}");
    }
}
