namespace Keepalived.Core.Vrrp;

/// <summary>The timers of one instance. Each has its own generation; an expiry with an older one is ignored.</summary>
public enum VrrpTimer : byte
{
    /// <summary>
    /// Master_Down_Timer (RFC 9568 section 6.2); also the first wait of an instance that wants to be Master.
    /// </summary>
    MasterDown = 0,

    /// <summary><c>preempt_delay</c>, started by the first advertisement of a lower priority.</summary>
    PreemptDelay = 1,

    /// <summary><c>garp_master_delay</c> or <c>garp_lower_prio_delay</c>: the second set of announcements.</summary>
    AnnounceDelay = 2,

    /// <summary><c>garp_master_refresh</c>, periodic.</summary>
    AnnounceRefresh = 3,

    /// <summary>
    /// A second address owner was heard: how long the one with the higher address waits before it yields.
    /// </summary>
    OwnerConflict = 4,

    /// <summary><c>garp_extra_if</c>, periodic: switches forget a MAC address that no advert comes from.</summary>
    AnnounceElsewhere = 5,
}
