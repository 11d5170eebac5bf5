using System.Globalization;

namespace Keepalived.Actors.Tests;

/// <summary>
/// How many random reloads, and which: the same in each run, so that a change is judged by what it does and not by the
/// hour. RELOAD_SEEDS is the number of seeds (from 1 on), RELOAD_SEED a single one, RELOAD_PLANS the reloads of each.
/// </summary>
internal static class RandomReloads
{
    private const int FewSeeds = 3;
    private const int FewPlans = 60;

    public static int Plans => Setting("RELOAD_PLANS") ?? FewPlans;

    public static IEnumerable<int> Seeds =>
        Setting("RELOAD_SEED") is { } only ? [only] : Enumerable.Range(1, Setting("RELOAD_SEEDS") ?? FewSeeds);

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value)
            ? value : null;
}
