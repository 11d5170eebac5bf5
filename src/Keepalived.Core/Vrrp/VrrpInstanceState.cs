using Keepalived.Wire.Ip;

namespace Keepalived.Core.Vrrp;

/// <summary>Everything that changes in one instance. A value: each event gives the next one.</summary>
public readonly record struct VrrpInstanceState
{
    public VrrpState State { get; init; }

    /// <summary>1..254, or 255 for the address owner (254 while it yields to a second one).</summary>
    public byte EffectivePriority { get; init; }

    /// <summary>The sum of the trackers' weights.</summary>
    public int Weight { get; init; }

    /// <summary>Where our advertisements come from: the side of the tie-break that is ours.</summary>
    public IpAddress Source { get; init; }

    /// <summary>Version 3: the interval learnt from the Master, else our own.</summary>
    public TimeSpan MasterInterval { get; init; }

    /// <summary>The last Master accepted; our own source while Master; None when nobody was heard yet.</summary>
    public IpAddress MasterAddress { get; init; }

    public byte MasterPriority { get; init; }

    /// <summary>A Master of a lower priority is heard and not accepted; this becomes Master because of that.</summary>
    public bool Preempting { get; init; }

    public VrrpFaults Faults { get; init; }

    public VrrpTimerSlots Timers { get; init; }

    /// <summary>Monotonic time of the last transition.</summary>
    public TimeSpan ChangedAt { get; init; }

    /// <summary>
    /// Monotonic time before which the Master_Down_Timer does not begin to count (<c>vrrp_startup_delay</c>).
    /// </summary>
    public TimeSpan StartupEndsAt { get; init; }

    /// <summary>The Master_Down_Timer has expired and no Master was accepted since: a sync group may say yes.</summary>
    public bool ClaimsMaster { get; init; }

    /// <summary>The instance was in Backup or in a notified Fault since it started.</summary>
    public bool WasNotified { get; init; }

    /// <summary>
    /// The delay before preempting is over: advertisements of a lower priority are no longer accepted.
    /// </summary>
    public bool PreemptDelayPassed { get; init; }

    /// <summary>Which request for addresses is the newest; an answer to an older one says nothing.</summary>
    public int InstallGeneration { get; init; }

    /// <summary>Master: the kernel has the addresses.</summary>
    public bool AddressesReady { get; init; }

    /// <summary>Master: the first set of announcements waits for the kernel.</summary>
    public bool AnnouncementPending { get; init; }

    /// <summary>Rounds in the set that <see cref="VrrpTimer.AnnounceDelay"/> will send.</summary>
    public int DelayedAnnouncements { get; init; }

    /// <summary>Generation of the schedule given to the protocol clock.</summary>
    public int AdvertiseGeneration { get; init; }

    /// <summary>When the other address owner was last heard.</summary>
    public TimeSpan OtherOwnerHeardAt { get; init; }

    /// <summary>The larger of our interval and that of the other address owner.</summary>
    public TimeSpan OtherOwnerInterval { get; init; }

    /// <summary>What the sync group has to know.</summary>
    public VrrpGroupReport GroupReport => new(
        State,
        ClaimsMaster || State == VrrpState.Master,
        (Faults & ~(VrrpFaultRules.FromGroup | VrrpFaultRules.Silent)) != 0,
        (Faults & VrrpFaults.TrackersPending) != 0);

    /// <summary>The state before <see cref="VrrpEventKind.Startup"/>.</summary>
    public static VrrpInstanceState Initial(VrrpParameters parameters) => new()
    {
        State = VrrpState.Initialize,
        EffectivePriority = parameters.Priority,
        MasterInterval = parameters.AdvertisementInterval,
    };
}

/// <summary>What a sync group knows of a member.</summary>
/// <param name="ClaimsMaster">It is Master, or its Master_Down_Timer has expired and it waits for the others.</param>
/// <param name="HasFault">It has a fault of its own, not one that the group gave it.</param>
/// <param name="IsPending">A tracker of it has no first result yet.</param>
public readonly record struct VrrpGroupReport(VrrpState State, bool ClaimsMaster, bool HasFault, bool IsPending);

internal static class VrrpFaultRules
{
    /// <summary>Waits that keep an instance from starting but are no news for anybody.</summary>
    public const VrrpFaults Silent = VrrpFaults.TrackersPending | VrrpFaults.SyncGroupPending;

    public const VrrpFaults FromGroup = VrrpFaults.SyncGroup | VrrpFaults.SyncGroupPending;
}
