using System.Globalization;
using Keepalived.Simulation.Bfd;

namespace Keepalived.Simulation.Tests;

/// <summary>
/// Two BFD sessions through seeds, see <see cref="BfdSwarmRun"/>. BFD_SEED=n replays one, BFD_SEEDS=n asks for another
/// number.
/// </summary>
public sealed class BfdPairTests
{
    private const int SeedsOfOneRun = 300;

    [Fact]
    public void Sessions_are_up_when_the_wire_is_well_and_miss_each_other_in_time()
    {
        int first = Number("BFD_SEED") ?? 1;
        int count = Number("BFD_SEED") is null ? Number("BFD_SEEDS") ?? SeedsOfOneRun : 1;

        Assert.All(Enumerable.Range(first, count), seed => Assert.Null(BfdSwarmRun.Fails(seed)));
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
}
