using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>ARP never runs ahead of the address; and the second set comes.</summary>
internal sealed class AnnouncementsFollowAddresses : ILanChecker
{
    public void AfterStep(in MachineStep step)
    {
        bool announces = step.Has(VrrpEffectKind.Announce);
        if (announces && !step.Instance.IsRobbed)
        {
            InvariantBroken.Unless(
                step.Instance.Router.Kernel.IsInstalled(step.Instance.Index),
                step.Instance,
                "announced what the kernel does not have");
        }

        bool isSecondSet = step.Event is { Kind: VrrpEventKind.TimerFired, Timer: VrrpTimer.AnnounceDelay }
            && step.Before.State == VrrpState.Master
            && step.Before.Timers.IsCurrent(VrrpTimer.AnnounceDelay, step.Event.Generation);
        InvariantBroken.Unless(!isSecondSet || announces, step.Instance, "left out the second set of announcements");
    }
}
