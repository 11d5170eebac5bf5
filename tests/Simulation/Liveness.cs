using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation;

/// <summary>
/// What a LAN at peace must have reached: in each connected part exactly one Master per virtual router, and where
/// everybody
/// preempts the one with the highest effective priority. Of equals the sitting Master stays.
/// </summary>
public static class Liveness
{
    private const int LongestAnswers = 3;
    private const int MostProbes = 4;
    private const int MostSlowProbes = 9;

    /// <summary>
    /// What the healed LAN is given to settle: who starts late, who waits to preempt, whose trackers take their time,
    /// and some Master_Down_Intervals.
    /// </summary>
    public static TimeSpan SettleTime(SimulatedLan lan)
    {
        TimeSpan interval = lan.Routers.Max(one => one.Shared.Interval ?? one.Options.Interval);
        int adverts = lan.Routers.Max(one => one.Shared.DownTimerAdverts);
        TimeSpan masterDown = (adverts * interval) + TimeSpan.FromSeconds(1);
        TrackerOptions[] trackers = [.. lan.Routers.SelectMany(one => one.Options.Trackers)];
        bool isSlow = trackers.Any(one => one.Takes > TimeSpan.Zero);
        int probes = trackers.Length == 0 ? 0 : isSlow ? MostSlowProbes : MostProbes;
        return lan.Routers.Max(one => one.Options.StartupDelay) + lan.Routers.Max(one => one.Options.PreemptDelay)
            + TimeSpan.FromSeconds(probes) + (LongestAnswers * (masterDown + interval)) + TimeSpan.FromSeconds(2);
    }

    public static void Check(SimulatedLan lan)
    {
        bool[] seen = new bool[lan.Routers.Length];
        foreach (SimulatedRouter router in lan.Routers)
        {
            if (!seen[router.Number])
            {
                var part = new List<SimulatedRouter>();
                Collect(lan, router, seen, part);
                CheckPart(lan, part);
            }
        }
    }

    private static void Collect(SimulatedLan lan, SimulatedRouter router, bool[] seen, List<SimulatedRouter> part)
    {
        seen[router.Number] = true;
        part.Add(router);
        foreach (SimulatedRouter other in lan.Routers)
        {
            if (!seen[other.Number] && !lan.IsCut(router, other))
            {
                Collect(lan, other, seen, part);
            }
        }
    }

    private static void CheckPart(SimulatedLan lan, List<SimulatedRouter> part)
    {
        string names = string.Join(' ', part.Select(router => router.Name));
        SimulatedRouter? common = null;
        for (int i = 0; i < lan.Options.VirtualRouters; i++)
        {
            List<SimulatedRouter> masters = part.FindAll(router => router[i].State.State == VrrpState.Master);
            if (masters.Count != 1)
            {
                throw new InvariantBroken($"{masters.Count} Masters of virtual router {i + 1} among {names}");
            }

            byte highest = part.Max(router => router[i].State.EffectivePriority);
            byte reached = masters[0][i].State.EffectivePriority;
            // Two owners are a mistake of their files, of which each is told: one of them gives up its 255 for it.
            bool isRight = part.Count(router => router.Options.Priority == byte.MaxValue) < 2;
            if (isRight && Array.TrueForAll(lan.Routers, router => router.Options.Preempt) && reached != highest)
            {
                throw new InvariantBroken(
                    $"{masters[0].Name} is Master with {reached}, not the highest {highest} among {names}");
            }

            common ??= masters[0];
            if (Array.TrueForAll(lan.Routers, router => router.IsGrouped) && masters[0] != common)
            {
                throw new InvariantBroken($"the groups of {common.Name} and {masters[0].Name} are torn");
            }
        }
    }
}
