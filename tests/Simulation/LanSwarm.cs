using System.Collections.Immutable;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Simulation;

/// <summary>
/// Draws options from a seed. Each run has some kinds of trouble and none of the others: so rare mixtures occur.
/// </summary>
public static partial class LanSwarm
{
    private const int MostRouters = 8;

    public static LanOptions Of(long seed)
    {
        var random = new SimulationRandom(seed);
        int version = random.Pick(2, 3);
        bool hasGroups = random.Percent(30);
        bool isNoisy = random.Percent(50);
        bool isSigned = version == 3 && random.Percent(15);
        bool isIpv6 = version == 3 && random.Percent(30);
        bool hasBoth = !isIpv6 && random.Percent(15);
        var options = new LanOptions
        {
            Seed = seed,
            Version = version,
            IsIpv6 = isIpv6,
            IsSigned = isSigned,
            HasBothVersions = hasBoth,
            Authentication = isSigned ? default : (VrrpAuthenticationType)random.Below(3),
            IsUnicast = random.Percent(25),
            VirtualRouters = hasGroups || hasBoth ? random.Between(2, 3) : random.Pick(1, 1, 1, 2),
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
        };
        bool isMixed = version == 3 && !hasBoth && random.Percent(40);
        return options with
        {
            Shared = new SharedOptions
            {
                AddressCount = random.Between(1, 2),
                DownTimerAdverts = random.Pick(3, 3, 3, 2, 5),
                Interval = isMixed ? null : DrawInterval(options, random),
                HasGroups = hasGroups,
            },
            Routers = DrawRouters(random),
        };
    }

    /// <summary>One thing is changed that all routers have to agree on.</summary>
    internal static SharedOptions Changed(SharedOptions shared, LanOptions lan, SimulationRandom random) =>
        random.Below(5) switch
        {
            0 => shared with { FirstVirtualRouterId = random.Pick(51, 61, 71) },
            1 => shared with { AddressCount = random.Between(1, 3) },
            2 when shared.Interval is not null => shared with { Interval = DrawInterval(lan, random) },
            3 => shared with { DownTimerAdverts = random.Pick(2, 3, 4) },
            _ => shared with { HasGroups = lan.VirtualRouters > 1 && !shared.HasGroups },
        };

    /// <summary>Version 2 knows whole seconds only.</summary>
    private static TimeSpan DrawInterval(LanOptions options, SimulationRandom random) =>
        Milliseconds(options.Version == 2 || options.HasBothVersions
            ? random.Pick(1000, 1000, 2000)
            : random.Pick(1000, 1000, 1000, 1000, 500, 500, 500, 200, 200, 100));

    private static TimeSpan Microseconds(int count) => TimeSpan.FromMicroseconds(count);

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);

    private static TimeSpan Seconds(int count) => TimeSpan.FromSeconds(count);

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
}
