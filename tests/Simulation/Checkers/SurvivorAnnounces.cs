using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// When two Masters meet, the one that stays announces the addresses again, for the other has led the network astray;
/// and the one that goes says so before if it was told to (<c>higher_prio_send_advert</c>), for else the other may
/// never hear of it.
/// </summary>
internal sealed class SurvivorAnnounces : ILanChecker
{
    public void AfterStep(in MachineStep step)
    {
        if (step.Event.Kind != VrrpEventKind.AdvertisementReceived || step.Event.Priority == 0
            || step.Before.State != VrrpState.Master)
        {
            return;
        }

        byte own = step.Before.EffectivePriority;
        if (step.After.State == VrrpState.Backup)
        {
            InvariantBroken.Unless(
                step.Sends(own) == step.Parameters.HigherPriorityForcesAdvertisement,
                step.Instance,
                "gave up without the last word it was to say, or with one it was not");
            return;
        }

        bool isOther = step.Event.Source != step.Before.Source || step.Event.Priority != own;
        bool mustAnnounce = isOther && step.Before.AddressesReady && step.Parameters.LowerPriorityAnnounceRepeat > 0;
        InvariantBroken.Unless(
            step.CountOf(VrrpEffectKind.Announce) == (mustAnnounce ? step.Parameters.LowerPriorityAnnounceRepeat : 0),
            step.Instance,
            "stayed Master and announced too little or too much");
        InvariantBroken.Unless(
            step.Has(VrrpEffectKind.NotifyLowerPriority) == isOther,
            step.Instance,
            "did not tell of a lower priority, or told of none");
    }
}
