using System.Collections.Concurrent;
using Keepalived.Simulation.Tests.Mutants;
using Xunit.Abstractions;

namespace Keepalived.Simulation.Tests;

/// <summary>
/// Every condition of the machines (instance, group, trackers), found in the compiled code, is turned round, one at a
/// time: some simulated LAN has to notice. <c>Survivors.txt</c> lists those that cannot or need not be noticed, each
/// with its reason. A run takes a few; <c>LAN_MUTANTS=all</c> takes all, <c>LAN_MUTANT_SEEDS=n</c> gives up sooner or
/// later.
/// </summary>
public class BranchMutationTests(ITestOutputHelper output)
{
    private const int MostSeeds = 1000;

    /// <summary>Lines of the sample that each run takes.</summary>
    private static readonly string[] Sample =
        ["e.Priority == 0", "rank > 0", "e.Priority >= state.EffectivePriority", "state.Any(one => one.HasFault)"];

    private static readonly HashSet<string> Machines =
    [
        "VrrpStateMachine", "VrrpTimers", "VrrpTimerSlots", "VrrpTimerSlot", "SyncGroupMachine", "SyncGroupState",
        "TrackScriptMachine", "TrackProcessMachine", "TrackProcessParameters", "EffectivePriority", "TrackVerdict",
        "TrackerSelection",
    ];

    [Fact]
    public void Some_LAN_notices_that_a_condition_is_turned_round()
    {
        using BranchFinder finder = MutantWorld.Finder();
        BranchMutant[] all = [.. finder.In(Machines)];
        Assert.True(all.Length > 150, $"only {all.Length} conditions were found");
        Assert.True(all.Any(one => one.Line.Length > 0), "no symbols or no source to name the conditions by");
        HashSet<string> survivors = Survivors();
        BranchMutant[] toTry = [.. all.Where(one => !survivors.Contains(one.ToString()))];
        bool takesAll = Environment.GetEnvironmentVariable("LAN_MUTANTS") == "all";
        BranchMutant[] taken = takesAll ? toTry : [.. toTry.Where(IsInSample)];
        int seeds = int.TryParse(Environment.GetEnvironmentVariable("LAN_MUTANT_SEEDS"), out int asked)
            ? asked
            : MostSeeds;

        var survived = new ConcurrentBag<string>();
        Parallel.ForEach(taken, mutant =>
        {
            using var world = new MutantWorld(mutant.ApplyTo(MutantWorld.CoreFile));
            if (world.FirstFailure(seeds) is null)
            {
                survived.Add(mutant.ToString());
            }
        });

        output.WriteLine($"{taken.Length} of {all.Length} conditions turned round, {survivors.Count} lines excused");
        Assert.True(survived.IsEmpty, "nobody missed:\n" + string.Join('\n', survived.Order().Distinct()));
    }

    [Fact]
    public void Each_excuse_names_a_condition_that_exists()
    {
        using BranchFinder finder = MutantWorld.Finder();
        HashSet<string> all = [.. finder.In(Machines).Select(one => one.ToString())];
        Assert.DoesNotContain(Survivors(), one => !all.Contains(one));
    }

    private static bool IsInSample(BranchMutant mutant) =>
        Array.Exists(Sample, line => mutant.Line.Contains(line, StringComparison.Ordinal));

    /// <summary>METHOD | SOURCE LINE | REASON.</summary>
    private static HashSet<string> Survivors() =>
    [
        .. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Mutants", "Survivors.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line[..line.LastIndexOf(" | ", StringComparison.Ordinal)]),
    ];
}
