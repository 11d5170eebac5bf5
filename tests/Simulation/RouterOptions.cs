using System.Collections.Immutable;
using System.Text;

namespace Keepalived.Simulation;

/// <summary>One router of the LAN.</summary>
public sealed record RouterOptions(string Name)
{
    /// <summary>1..255, the same for each virtual router.</summary>
    public byte Priority { get; init; } = 100;

    public bool WantsMaster { get; init; }

    public bool Preempt { get; init; } = true;

    public TimeSpan PreemptDelay { get; init; }

    public TimeSpan StartupDelay { get; init; }

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    public bool LowerPriorityNoAdvertisement { get; init; }

    public bool HigherPrioritySendsAdvertisement { get; init; }

    /// <summary><c>timer_expired_backup</c>; it needs <c>nopreempt</c>.</summary>
    public bool GivesUpAfterSilence { get; init; }

    public GarpOptions Garp { get; init; } = new();

    public ImmutableArray<TrackerOptions> Trackers { get; init; } = [];

    /// <summary>Trackers keep their weight in a sync group; else what has one is left out.</summary>
    public bool GroupTrackingWeight { get; init; } = true;

    public int DriftPartsPerMillion { get; init; }

    public TimeSpan StartsAt { get; init; }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"{Name}: priority {Priority}{(WantsMaster ? " state MASTER" : string.Empty)}")
            .Append(Preempt ? string.Empty : " nopreempt")
            .Append($" advert_int {Interval.TotalSeconds} preempt_delay {PreemptDelay.TotalSeconds}")
            .Append($" startup_delay {StartupDelay.TotalSeconds}")
            .Append(LowerPriorityNoAdvertisement ? " lower_prio_no_advert" : string.Empty)
            .Append(HigherPrioritySendsAdvertisement ? " higher_prio_send_advert" : string.Empty)
            .Append(GivesUpAfterSilence ? " timer_expired_backup" : string.Empty)
            .Append($" {Garp} [{string.Join("; ", Trackers)}]{(GroupTrackingWeight ? " group weights" : string.Empty)}")
            .Append($" drift {DriftPartsPerMillion} ppm, starts at {StartsAt.TotalSeconds} s");
        return text.ToString();
    }
}
