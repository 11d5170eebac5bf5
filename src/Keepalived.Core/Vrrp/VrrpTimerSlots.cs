namespace Keepalived.Core.Vrrp;

/// <summary>One timer: whether it runs, when it is due (monotonic), and which start it was.</summary>
public readonly record struct VrrpTimerSlot(bool IsRunning, TimeSpan DueAt, int Generation)
{
    /// <summary>A new start makes every expiry of an earlier one stale.</summary>
    public VrrpTimerSlot Start(TimeSpan dueAt) => new(true, dueAt, Generation + 1);

    public VrrpTimerSlot Stop() => this with { IsRunning = false };
}

/// <summary>The timers of an instance, by <see cref="VrrpTimer"/>.</summary>
public readonly record struct VrrpTimerSlots
{
    private VrrpTimerSlot MasterDown { get; init; }

    private VrrpTimerSlot PreemptDelay { get; init; }

    private VrrpTimerSlot AnnounceDelay { get; init; }

    private VrrpTimerSlot AnnounceRefresh { get; init; }

    private VrrpTimerSlot OwnerConflict { get; init; }

    private VrrpTimerSlot AnnounceElsewhere { get; init; }

    public VrrpTimerSlot this[VrrpTimer timer] => timer switch
    {
        VrrpTimer.MasterDown => MasterDown,
        VrrpTimer.PreemptDelay => PreemptDelay,
        VrrpTimer.AnnounceDelay => AnnounceDelay,
        VrrpTimer.AnnounceRefresh => AnnounceRefresh,
        VrrpTimer.OwnerConflict => OwnerConflict,
        VrrpTimer.AnnounceElsewhere => AnnounceElsewhere,
        _ => throw new ArgumentOutOfRangeException(nameof(timer), timer, null),
    };

    public VrrpTimerSlots With(VrrpTimer timer, VrrpTimerSlot slot) => timer switch
    {
        VrrpTimer.MasterDown => this with { MasterDown = slot },
        VrrpTimer.PreemptDelay => this with { PreemptDelay = slot },
        VrrpTimer.AnnounceDelay => this with { AnnounceDelay = slot },
        VrrpTimer.AnnounceRefresh => this with { AnnounceRefresh = slot },
        VrrpTimer.OwnerConflict => this with { OwnerConflict = slot },
        VrrpTimer.AnnounceElsewhere => this with { AnnounceElsewhere = slot },
        _ => throw new ArgumentOutOfRangeException(nameof(timer), timer, null),
    };

    /// <summary>False for an expiry of a timer that was stopped or started again since.</summary>
    public bool IsCurrent(VrrpTimer timer, int generation) =>
        this[timer] is { IsRunning: true } slot && slot.Generation == generation;
}
