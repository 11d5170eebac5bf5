using System.Collections.Immutable;
using Keepalived.Core.Tracking;

namespace Keepalived.Simulation;

/// <content>The options of routers.</content>
public static partial class LanSwarm
{
    private static readonly ImmutableArray<TrackerKind> Kinds =
        [TrackerKind.Interface, TrackerKind.Script, TrackerKind.File, TrackerKind.Process];

    /// <summary>A router gets other options by a reload. What makes it one of the LAN stays.</summary>
    internal static RouterOptions Changed(RouterOptions router, SimulationRandom random)
    {
        bool isOwner = router.Priority == byte.MaxValue;
        bool preempts = random.Percent(70);
        return random.Below(5) switch
        {
            0 when !isOwner => router with { Priority = (byte)random.Between(1, 254) },
            1 => router with
            {
                Preempt = preempts,
                PreemptDelay = preempts ? Milliseconds(random.Pick(0, 0, 1500, 4000)) : default,
            },
            2 => router with { Garp = DrawGarp(random) },
            3 => router with
            {
                LowerPriorityNoAdvertisement = random.Percent(30),
                HigherPrioritySendsAdvertisement = random.Percent(30),
                GroupTrackingWeight = random.Percent(70),
            },
            _ => router with { Trackers = DrawTrackers(random) },
        };
    }

    private static ImmutableArray<RouterOptions> DrawRouters(SimulationRandom random)
    {
        int count = random.Percent(70) ? random.Between(2, 3) : random.Between(4, MostRouters);
        bool hasTies = random.Percent(30);
        bool hasOwner = random.Percent(15);
        bool hasTwoOwners = hasOwner && random.Percent(50);
        int preemptPercent = random.Pick(100, 100, 60, 0);
        TimeSpan preemptDelay = random.Percent(20) ? random.Between(Milliseconds(1000), Milliseconds(5000)) : default;
        TimeSpan startupDelay = random.Percent(15) ? random.Between(Milliseconds(500), Milliseconds(6000)) : default;
        bool hasTrackers = random.Percent(40);
        bool hasLimit = random.Percent(30);
        ImmutableArray<RouterOptions>.Builder routers = ImmutableArray.CreateBuilder<RouterOptions>(count);
        for (int i = 0; i < count; i++)
        {
            bool preempts = random.Percent(preemptPercent);
            bool isOwner = hasOwner && (i == 0 || (i == 1 && hasTwoOwners));
            routers.Add(new RouterOptions($"r{i + 1}")
            {
                Priority = (byte)(isOwner ? 255 : hasTies ? random.Pick(100, 100, 150) : random.Between(1, 254)),
                WantsMaster = random.Percent(30) || isOwner,
                Preempt = preempts,
                PreemptDelay = preempts ? preemptDelay : default,
                StartupDelay = startupDelay,
                Interval = Milliseconds(random.Pick(1000, 1000, 500, 200)),
                LowerPriorityNoAdvertisement = random.Percent(20),
                HigherPrioritySendsAdvertisement = random.Percent(20),
                GivesUpAfterSilence = hasLimit,
                Garp = DrawGarp(random),
                Trackers = hasTrackers ? DrawTrackers(random) : [],
                GroupTrackingWeight = random.Percent(70),
                DriftPartsPerMillion = random.Between(-200, 200),
                StartsAt = random.Percent(50) ? TimeSpan.Zero : random.Between(TimeSpan.Zero, Milliseconds(4000)),
            });
        }

        return routers.MoveToImmutable();
    }

    private static GarpOptions DrawGarp(SimulationRandom random) => new()
    {
        MasterDelay = random.Pick(0, 1, 2, 5),
        MasterRepeat = random.Pick(1, 5, 5),
        MasterRefresh = random.Pick(0, 0, 0, 1, 3),
        MasterRefreshRepeat = random.Pick(1, 2),
        LowerPriorityDelay = random.Pick(0, 1, 3),
        LowerPriorityRepeat = random.Pick(0, 1, 5, 5),
        Elsewhere = random.Pick(0, 0, 0, 1, 4),
    };

    private static ImmutableArray<TrackerOptions> DrawTrackers(SimulationRandom random)
    {
        ImmutableArray<TrackerOptions>.Builder trackers = ImmutableArray.CreateBuilder<TrackerOptions>();
        foreach (TrackerKind kind in Kinds)
        {
            if (random.Percent(40))
            {
                trackers.Add(DrawTracker(kind, random));
            }
        }

        return trackers.ToImmutable();
    }

    private static TrackerOptions DrawTracker(TrackerKind kind, SimulationRandom random)
    {
        string name = kind == TrackerKind.Interface ? "eth1" : $"{kind.ToString().ToLowerInvariant()}{random.Below(2)}";
        int weight = kind == TrackerKind.File ? random.Pick(0, 1, 2, -1) : random.Pick(0, 0, 30, -30, 200, -200);
        bool hasNoOwnWeight = kind == TrackerKind.File && weight == 1 && random.Percent(50);
        return new TrackerOptions(kind, name, weight)
        {
            HasNoOwnWeight = hasNoOwnWeight,
            Takes = kind == TrackerKind.Script ? Milliseconds(random.Pick(0, 0, 400, 1500)) : default,
            Reverse = !hasNoOwnWeight && random.Percent(25),
            InGroup = random.Percent(50),
            Rise = random.Between(1, 3),
            Fall = random.Between(1, 3),
            InitFail = random.Percent(20),
            Quorum = random.Between(1, 2),
            QuorumMax = random.Pick<int?>(null, null, 2, 3, 0),
            TerminateDelay = random.Pick(TimeSpan.Zero, Seconds(1), Seconds(3)),
            ForkDelay = random.Pick(TimeSpan.Zero, Seconds(1), Seconds(3)),
        };
    }
}
