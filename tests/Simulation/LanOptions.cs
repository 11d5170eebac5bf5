using System.Collections.Immutable;
using System.Text;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Simulation;

/// <summary>Everything that one run is drawn from. The seed decides it all.</summary>
public sealed record LanOptions
{
    private const int LongestAnswers = 3;

    public long Seed { get; init; }

    public ImmutableArray<RouterOptions> Routers { get; init; } = [];

    /// <summary>2 or 3, the same for all: the others would not be heard.</summary>
    public int Version { get; init; } = 2;

    public int DownTimerAdverts { get; init; } = 3;

    public VrrpAuthenticationType Authentication { get; init; }

    public bool IsUnicast { get; init; }

    /// <summary>
    /// Virtual routers on the LAN; with <see cref="HasGroups"/> each router has them in one sync group.
    /// </summary>
    public int VirtualRouters { get; init; } = 1;

    public bool HasGroups { get; init; }

    public int LossPercent { get; init; }

    public int DuplicationPercent { get; init; }

    public int CorruptionPercent { get; init; }

    public TimeSpan SmallestDelay { get; init; } = TimeSpan.FromMicroseconds(50);

    /// <summary>Above the smallest interval between packets this also changes their order.</summary>
    public TimeSpan LargestDelay { get; init; } = TimeSpan.FromMicroseconds(200);

    /// <summary>The LAN is clogged: a datagram waits up to this long now and then.</summary>
    public TimeSpan ClogDelay { get; init; }

    /// <summary>From an event of the operating system to the instance that answers it.</summary>
    public TimeSpan MailDelay { get; init; } = TimeSpan.FromMicroseconds(20);

    public TimeSpan KernelDelay { get; init; } = TimeSpan.FromMilliseconds(1);

    public int KernelRefusesPercent { get; init; }

    /// <summary>What goes wrong, and mean time between two such events.</summary>
    public ImmutableArray<LanFault> Faults { get; init; } = [];

    public TimeSpan FaultInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After healing, two halves of the LAN still do not hear each other.</summary>
    public bool StaysSplit { get; init; }

    /// <summary>
    /// What the healed LAN is given to settle: who starts late, who waits to preempt, and some Master_Down_Intervals.
    /// </summary>
    public TimeSpan SettleTime
    {
        get
        {
            TimeSpan interval = Routers.Max(router => router.Interval);
            TimeSpan masterDown = (DownTimerAdverts * interval) + TimeSpan.FromSeconds(1);
            return Routers.Max(router => router.StartupDelay) + Routers.Max(router => router.PreemptDelay)
                + (LongestAnswers * (masterDown + interval)) + TimeSpan.FromSeconds(2);
        }
    }

    public bool EverybodyPreempts => Routers.All(router => router.Preempt);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"seed {Seed}: version {Version}, {Authentication}, {(IsUnicast ? "unicast" : "multicast")}, ")
            .Append($"{VirtualRouters} virtual routers{(HasGroups ? " in groups" : string.Empty)}, ")
            .Append($"loss {LossPercent}%, duplication {DuplicationPercent}%, corruption {CorruptionPercent}%, ")
            .Append($"delay {SmallestDelay.TotalMilliseconds}..{LargestDelay.TotalMilliseconds} ms, ")
            .Append($"clog {ClogDelay.TotalMilliseconds} ms, mail {MailDelay.TotalMilliseconds} ms, ")
            .Append($"kernel {KernelDelay.TotalMilliseconds} ms refuses {KernelRefusesPercent}%, ")
            .Append($"down_timer_adverts {DownTimerAdverts}{(StaysSplit ? ", stays split" : string.Empty)}, ")
            .AppendLine($"faults [{string.Join(' ', Faults)}] each {FaultInterval.TotalSeconds} s");
        foreach (RouterOptions router in Routers)
        {
            text.AppendLine("  " + router);
        }

        return text.ToString();
    }
}

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

    public TimeSpan AnnounceRefresh { get; init; }

    /// <summary>Weight of a tracked script; null: none tracked; 0: its failure is a fault.</summary>
    public int? ScriptWeight { get; init; }

    /// <summary>Trackers keep their weight in a sync group; else what has one is left out.</summary>
    public bool GroupTrackingWeight { get; init; } = true;

    public int Rise { get; init; } = 1;

    public int Fall { get; init; } = 1;

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
            .Append($" garp_master_refresh {AnnounceRefresh.TotalSeconds}")
            .Append(ScriptWeight is { } weight ? $" script weight {weight} rise {Rise} fall {Fall}" : string.Empty)
            .Append($" drift {DriftPartsPerMillion} ppm, starts at {StartsAt.TotalSeconds} s");
        return text.ToString();
    }
}

/// <summary>What can go wrong.</summary>
public enum LanFault
{
    Partition,
    OneWayPartition,
    LinkFlap,
    Crash,
    Stop,
    Pause,
    AddressRemoved,
    Reload,
    ScriptFails,
    Isolation,
    Suspend,
}
