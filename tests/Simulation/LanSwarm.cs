using System.Collections.Immutable;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Simulation;

/// <summary>
/// Draws options from a seed. Each run has some kinds of trouble and none of the others: so rare mixtures occur.
/// </summary>
public static class LanSwarm
{
    private const int MostRouters = 8;

    public static LanOptions Of(long seed)
    {
        var random = new SimulationRandom(seed);
        int version = random.Pick(2, 3);
        bool hasGroups = random.Percent(30);
        bool isNoisy = random.Percent(50);
        return new LanOptions
        {
            Seed = seed,
            Version = version,
            DownTimerAdverts = random.Pick(3, 3, 3, 2, 5),
            Authentication = version == 3 ? VrrpAuthenticationType.None : (VrrpAuthenticationType)random.Below(3),
            IsUnicast = random.Percent(25),
            VirtualRouters = hasGroups ? random.Between(2, 3) : random.Pick(1, 1, 1, 2),
            HasGroups = hasGroups,
            LossPercent = isNoisy ? random.Pick(0, 2, 10, 30) : 0,
            DuplicationPercent = isNoisy ? random.Pick(0, 5, 20) : 0,
            CorruptionPercent = isNoisy ? random.Pick(0, 1, 5) : 0,
            LargestDelay = random.Pick(Microseconds(200), Milliseconds(2), Milliseconds(30)),
            ClogDelay = random.Percent(15) ? random.Between(Milliseconds(100), Milliseconds(1500)) : default,
            MailDelay = random.Pick(TimeSpan.Zero, Microseconds(20), Milliseconds(3), Milliseconds(40)),
            KernelDelay = random.Pick(TimeSpan.Zero, Milliseconds(1), Milliseconds(50), Milliseconds(1500)),
            KernelRefusesPercent = random.Pick(0, 0, 0, 20),
            Faults = DrawFaults(random),
            FaultInterval = random.Between(Milliseconds(300), Milliseconds(5000)),
            StaysSplit = random.Percent(12),
            Routers = DrawRouters(random, version),
        };
    }

    private static TimeSpan Microseconds(int count) => TimeSpan.FromMicroseconds(count);

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);

    private static ImmutableArray<LanFault> DrawFaults(SimulationRandom random)
    {
        ImmutableArray<LanFault>.Builder faults = ImmutableArray.CreateBuilder<LanFault>();
        int percent = random.Pick(0, 20, 40, 70);
        foreach (LanFault fault in Enum.GetValues<LanFault>())
        {
            if (random.Percent(percent))
            {
                faults.Add(fault);
            }
        }

        return faults.ToImmutable();
    }

    private static ImmutableArray<RouterOptions> DrawRouters(SimulationRandom random, int version)
    {
        int count = random.Percent(70) ? random.Between(2, 3) : random.Between(4, MostRouters);
        bool hasTies = random.Percent(30);
        bool hasOwner = random.Percent(15);
        int preemptPercent = random.Pick(100, 100, 60, 0);
        TimeSpan preemptDelay = random.Percent(20) ? random.Between(Milliseconds(1000), Milliseconds(5000)) : default;
        TimeSpan startupDelay = random.Percent(10) ? random.Between(Milliseconds(500), Milliseconds(3000)) : default;
        bool hasScripts = random.Percent(30);
        int common = version == 2
            ? random.Pick(1000, 1000, 2000)
            : random.Pick(1000, 1000, 1000, 1000, 500, 500, 500, 200, 200, 100);
        bool isMixed = version == 3 && random.Percent(40);
        ImmutableArray<RouterOptions>.Builder routers = ImmutableArray.CreateBuilder<RouterOptions>(count);
        for (int i = 0; i < count; i++)
        {
            bool preempts = random.Percent(preemptPercent);
            routers.Add(new RouterOptions($"r{i + 1}")
            {
                Priority = (byte)(hasOwner && i == 0 ? 255
                    : hasTies ? random.Pick(100, 100, 150)
                    : random.Between(1, 254)),
                WantsMaster = random.Percent(30) || (hasOwner && i == 0),
                Preempt = preempts,
                PreemptDelay = preempts ? preemptDelay : default,
                StartupDelay = startupDelay,
                Interval = Milliseconds(isMixed ? random.Pick(1000, 1000, 500, 200) : common),
                LowerPriorityNoAdvertisement = random.Percent(20),
                HigherPrioritySendsAdvertisement = random.Percent(20),
                AnnounceRefresh = random.Percent(20) ? Milliseconds(random.Between(500, 4000)) : default,
                ScriptWeight = hasScripts ? random.Pick(0, 60, -60) : null,
                GroupTrackingWeight = random.Percent(70),
                Rise = random.Between(1, 3),
                Fall = random.Between(1, 3),
                DriftPartsPerMillion = random.Between(-200, 200),
                StartsAt = random.Percent(50) ? TimeSpan.Zero : random.Between(TimeSpan.Zero, Milliseconds(4000)),
            });
        }

        return routers.MoveToImmutable();
    }
}
