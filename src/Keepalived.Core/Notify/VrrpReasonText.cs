using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Notify;

/// <summary>Why a transition happened, in words for mails and dumps.</summary>
public static class VrrpReasonText
{
    public static string Of(VrrpReason reason) => reason switch
    {
        VrrpReason.Startup => "start",
        VrrpReason.AddressOwner => "it owns the addresses",
        VrrpReason.MasterDown => "no Master was heard",
        VrrpReason.MasterResigned => "the Master resigned",
        VrrpReason.HigherPriority => "a router with a higher priority was heard",
        VrrpReason.EqualPriorityHigherAddress => "a router with equal priority and a higher address was heard",
        VrrpReason.PreemptDelayExpired => "the preempt delay is over",
        VrrpReason.LowerPriorityMaster => "its priority is higher than the Master's",
        VrrpReason.Stalled => "it stood still for so long that another router has taken over",
        VrrpReason.FaultRaised => "something it needs has failed",
        VrrpReason.FaultCleared => "everything it needs is back",
        VrrpReason.SyncGroup => "its sync group requires it",
        VrrpReason.AddressesLost => "somebody removed its addresses",
        VrrpReason.Reload => "reload",
        VrrpReason.Shutdown => "the daemon stops",
        _ => "unknown",
    };
}
