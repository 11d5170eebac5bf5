using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation;

/// <summary>One seed: trouble while safety is watched, then peace, then liveness.</summary>
public static class SwarmRun
{
    private static readonly TimeSpan WholeRun = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LeastTrouble = TimeSpan.FromSeconds(20);

    /// <summary>Null, or what went wrong with everything needed to understand it.</summary>
    public static string? Fails(long seed) => Fails(LanSwarm.Of(seed), VrrpRules.All, out _);

    public static string? Fails(LanOptions options, out ulong digest) => Fails(options, VrrpRules.All, out digest);

    internal static string? Fails(LanOptions options, VrrpRules rules, out ulong digest)
    {
        var lan = new SimulatedLan(options, rules);
        string? failure = null;
        try
        {
            RunThrough(lan);
        }
        catch (Exception failed) when (failed is InvariantBroken or InvalidOperationException)
        {
            failure = $"{failed.Message}\nat {lan.Clock.Now.TotalSeconds} s, LAN_SEED={options.Seed}\n"
                + $"{options}{lan.History()}";
        }

        digest = lan.Digest;
        return failure;
    }

    private static void RunThrough(SimulatedLan lan)
    {
        TimeSpan settle = Liveness.SettleTime(lan);
        TimeSpan trouble = WholeRun - settle > LeastTrouble ? WholeRun - settle : LeastTrouble;
        var troubles = new LanTrouble(lan);
        troubles.Start();
        lan.Run(trouble);
        troubles.End();

        // Reloads may have made everything slower.
        lan.Run(Liveness.SettleTime(lan));
        Liveness.Check(lan);
    }
}
