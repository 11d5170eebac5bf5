using System.Collections.Concurrent;
using System.Globalization;

namespace Keepalived.Simulation.Tests;

/// <summary>
/// Many LANs, each drawn from its seed. <c>LAN_SEED=n</c> replays one, <c>LAN_SEEDS=n</c> runs more,
/// <c>LAN_FIRST=n</c> begins elsewhere than at 1.
/// </summary>
public class SwarmTests
{
    private const int SeedsOfOneRun = 2000;

    [Fact]
    public void No_invariant_is_broken_on_any_LAN()
    {
        int first = Number("LAN_SEED") ?? Number("LAN_FIRST") ?? 1;
        int count = Number("LAN_SEED") is null ? Number("LAN_SEEDS") ?? SeedsOfOneRun : 1;
        var failures = new ConcurrentDictionary<int, string>();

        Parallel.For(first, first + count, (seed, loop) =>
        {
            if (SwarmRun.Fails(seed) is { } failure)
            {
                failures[seed] = failure;
                loop.Break();
            }
        });

        Assert.True(failures.IsEmpty, failures.IsEmpty ? string.Empty : failures[failures.Keys.Min()]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(444)]
    public void The_same_seed_gives_the_same_history(int seed)
    {
        SwarmRun.Fails(LanSwarm.Of(seed), out ulong one);
        SwarmRun.Fails(LanSwarm.Of(seed), out ulong other);
        SwarmRun.Fails(LanSwarm.Of(seed + 1), out ulong different);

        Assert.Equal(one, other);
        Assert.NotEqual(one, different);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
}
