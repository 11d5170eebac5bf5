using System.Collections.Immutable;

namespace Keepalived.Core.Lvs;

/// <summary>What a virtual server knows of one checker: its last verdict survives a restart of the checker.</summary>
/// <param name="HasRun">It has given a verdict since it was configured.</param>
/// <param name="WeightDelta">What it adds to the configured weight.</param>
public readonly record struct CheckerStanding(bool IsFailed, bool HasRun, long WeightDelta);

/// <summary>One real server: up while none of its checkers is failed.</summary>
/// <param name="IsUp">As last announced; differs from the checkers only within one event.</param>
/// <param name="Weight">Effective weight, 0..65535.</param>
public sealed record RealServerState(bool IsUp, int Weight, ImmutableArray<CheckerStanding> Checkers)
{
    /// <summary>The largest weight that IPVS takes.</summary>
    public const int MaximalWeight = 65535;

    public int FailedCheckers
    {
        get
        {
            int failed = 0;
            foreach (CheckerStanding checker in Checkers)
            {
                failed += checker.IsFailed ? 1 : 0;
            }

            return failed;
        }
    }

    /// <summary>Configured weight and all changes by checkers, within what IPVS takes.</summary>
    public static int EffectiveWeight(uint configured, ImmutableArray<CheckerStanding> checkers)
    {
        long weight = configured;
        foreach (CheckerStanding checker in checkers)
        {
            weight += checker.WeightDelta;
        }

        return (int)Math.Clamp(weight, 0, MaximalWeight);
    }
}

/// <summary>One virtual server.</summary>
/// <param name="HasQuorum">The live servers have enough weight together, with hysteresis.</param>
/// <param name="SorryServerIsActive">The sorry server answers instead of the live servers.</param>
public sealed record VirtualServerState(
    bool HasQuorum, bool SorryServerIsActive, RealServerStates Servers)
{
    /// <summary>Sum of the weights of the servers that are up.</summary>
    public long LiveWeight => Servers.LiveWeight;
}
