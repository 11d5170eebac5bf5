using Keepalived.Wire.Ip;

namespace Keepalived.Core.Vrrp;

/// <summary>What an instance wants done (closed). The shell runs them in order.</summary>
public enum VrrpEffectKind : byte
{
    /// <summary>
    /// Send an advertisement with <see cref="VrrpEffect.Priority"/> each <see cref="VrrpEffect.After"/> on the absolute
    /// schedule of the protocol clock; the first one at once if <see cref="VrrpEffect.Now"/>, else the running schedule
    /// goes on with the new values.
    /// </summary>
    Advertise,

    /// <summary>Revoke the schedule.</summary>
    StopAdvertising,

    /// <summary>One extra advertisement with <see cref="VrrpEffect.Priority"/> (0 = resignation).</summary>
    SendAdvertisement,

    /// <summary>
    /// Install all virtual addresses, routes and rules. The answer is an <see cref="VrrpEventKind.AddressesInstalled"/>
    /// with the same <see cref="VrrpEffect.Generation"/>: nothing is announced before it.
    /// </summary>
    InstallAddresses,
    RemoveAddresses,

    /// <summary><see cref="VrrpEffect.Count"/> rounds of gratuitous ARP or unsolicited NA over all addresses.</summary>
    Announce,

    /// <summary>One round of announcements on interfaces that no advert of the instance leaves from.</summary>
    AnnounceElsewhere,

    /// <summary>
    /// Start (or restart) <see cref="VrrpEffect.Timer"/> to fire <see cref="VrrpEffect.After"/> from the event's
    /// time.
    /// </summary>
    StartTimer,
    StopTimer,

    /// <summary>
    /// The state changed <see cref="VrrpEffect.From"/> -> <see cref="VrrpEffect.To"/>: log, group, scripts, mail.
    /// </summary>
    NotifyTransition,

    /// <summary>
    /// The instance belongs to a sync group and what the group has to know of it
    /// (<see cref="VrrpInstanceState.GroupReport"/>)
    /// has changed, or it claims Master once more.
    /// </summary>
    ReportToGroup,

    /// <summary>
    /// Authentication header: let our own sequence go on above <see cref="VrrpEffect.Sequence"/>, or with 0 begin
    /// again if
    /// it is used up.
    /// </summary>
    RaiseSequence,

    /// <summary>A Master heard an advertisement of a lower priority (<c>notify_master_rx_lower_pri</c>).</summary>
    NotifyLowerPriority,

    /// <summary>The effective priority changed to <see cref="VrrpEffect.Priority"/>.</summary>
    NotifyPriority,

    /// <summary>Count <see cref="VrrpEffect.Counter"/>.</summary>
    Increment,

    /// <summary>A line for people: <see cref="VrrpEffect.Report"/>.</summary>
    Log,
}

/// <summary>Why a transition happened; its text goes to logs, dumps and mails.</summary>
public enum VrrpReason : byte
{
    None,
    Startup,
    AddressOwner,
    MasterDown,
    MasterResigned,
    HigherPriority,
    EqualPriorityHigherAddress,
    PreemptDelayExpired,

    /// <summary>The sitting Master is heard, but with a lower priority than ours.</summary>
    LowerPriorityMaster,

    /// <summary>The process stood still for so long that another router has taken over.</summary>
    Stalled,
    FaultRaised,
    FaultCleared,
    SyncGroup,
    AddressesLost,
    Reload,
    Shutdown,
}

/// <summary>Lines that the machine asks for, beside transitions.</summary>
public enum VrrpReport : byte
{
    None,

    /// <summary>Backup: an advertisement of a lower priority is not accepted as the Master's.</summary>
    DiscardedLowerPriority,

    /// <summary>
    /// Master: a lower priority (or equal with a lower address) was heard; an advertisement is forced.
    /// </summary>
    LowerPriorityForcesAdvertisement,

    /// <summary>Master: a higher priority was heard.</summary>
    HigherPriorityReceived,

    /// <summary>Two address owners; the configuration is wrong.</summary>
    TwoAddressOwners,

    /// <summary>Somebody sends with our own source address.</summary>
    OwnAddressHeard,
    PreemptDelayStarted,
    KernelRefused,

    /// <summary>Backup: the Master resigned with priority 0.</summary>
    MasterResigned,

    /// <summary>Backup, version 3: the Master's interval is not ours; it is taken over.</summary>
    IntervalAdopted,

    /// <summary>
    /// The process stood still for longer than Master_Down_Interval when that ended: the silence proves nothing;
    /// listening once more.
    /// </summary>
    Stalled,
}

/// <summary>The counters of <c>keepalived.stats</c> that the machine raises; receive checks raise the others.</summary>
public enum VrrpCounter : byte
{
    BecameMaster,
    ReleasedMaster,
    AdvertisementsReceived,
    AdvertisementsSent,
    PriorityZeroReceived,
    PriorityZeroSent,
    PacketLengthErrors,
    AdvertisementIntervalErrors,
    TtlErrors,
    InvalidTypeReceived,
    AddressListErrors,
    InvalidAuthenticationType,
    AuthenticationTypeMismatch,
    AuthenticationFailures,
    ChecksumErrors,
    VersionErrors,

    /// <summary><c>auth_hmac</c>: not signed although <c>mode enforce</c>.</summary>
    TrailersMissing,
    TrailersMalformed,
    TrailerKeysUnknown,
    TrailerDigestsInvalid,

    /// <summary>Outside the time window.</summary>
    TrailersStale,
    TrailersReplayed,
    Count,
}

/// <summary>One effect; fields that a kind does not name are default.</summary>
public readonly record struct VrrpEffect(VrrpEffectKind Kind)
{
    public byte Priority { get; init; }

    public TimeSpan After { get; init; }

    public bool Now { get; init; }

    public int Count { get; init; }

    public VrrpTimer Timer { get; init; }

    public int Generation { get; init; }

    public VrrpState From { get; init; }

    public VrrpState To { get; init; }

    public VrrpReason Reason { get; init; }

    public VrrpCounter Counter { get; init; }

    public VrrpReport Report { get; init; }

    public IpAddress Source { get; init; }

    public uint Sequence { get; init; }
}
