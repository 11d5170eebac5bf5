using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Tests;

/// <summary>
/// The worth of the simulated LAN: each rule of the machine is taken out, one at a time, and some seed has to notice.
/// </summary>
public class MutationTests
{
    private const int MostSeeds = 2000;

    public static TheoryData<string> Rules =>
        [.. Enum.GetNames<VrrpRules>().Except([nameof(VrrpRules.None), nameof(VrrpRules.All)])];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Some_LAN_notices_that_a_rule_is_gone(string rule)
    {
        VrrpRules rules = VrrpRules.All & ~Enum.Parse<VrrpRules>(rule);

        Assert.True(Enumerable.Range(1, MostSeeds).Any(seed => IsNoticed(seed, rules)), $"nobody missed {rule}");
    }

    private static bool IsNoticed(int seed, VrrpRules rules) =>
        SwarmRun.Fails(LanSwarm.Of(seed), rules, out _) is not null;
}
