using System.Collections.Concurrent;
using Keepalived.Simulation.Tests.Mutants;
using Xunit.Abstractions;

namespace Keepalived.Simulation.Tests;

/// <summary>
/// Every condition of the machines (instance, group, trackers, BFD session), found in the compiled code, is turned
/// round, one at a time: some simulated LAN, or pair of sessions, has to notice. <c>Survivors.txt</c> lists those that
/// cannot be noticed, each with its reason. A run gives up early on the few that need many seeds;
/// <c>LAN_MUTANTS=all</c> does not.
/// </summary>
public class BranchMutationTests(ITestOutputHelper output)
{
    private const int MostSeeds = 3000;

    /// <summary>Of a usual run: of ten conditions nine are noticed by then.</summary>
    private const int FewSeeds = 25;

    private static readonly HashSet<string> Machines =
    [
        "VrrpStateMachine", "VrrpTimers", "VrrpTimerSlots", "VrrpTimerSlot", "VrrpInstanceState", "SyncGroupMachine",
        "SyncGroupState", "TrackScriptMachine", "TrackScriptState", "TrackProcessMachine", "TrackProcessParameters",
        "EffectivePriority", "TrackVerdict", "TrackStatus", "TrackerSelection",
    ];

    private static readonly HashSet<string> BfdMachines = ["BfdSessionMachine", "BfdSessionState"];

    [Fact]
    public void Some_LAN_notices_that_a_condition_is_turned_round() =>
        Turn(Machines, atLeast: 150, static world => world.Fails);

    [Fact]
    public void Some_pair_of_BFD_sessions_notices_that_a_condition_is_turned_round() =>
        Turn(BfdMachines, atLeast: 40, static world => world.BfdFails);

    private void Turn(HashSet<string> machines, int atLeast, Func<MutantWorld, Func<long, string?>> fails)
    {
        using BranchFinder finder = MutantWorld.Finder();
        BranchMutant[] all = [.. finder.In(machines)];
        Assert.True(all.Length >= atLeast, $"only {all.Length} conditions were found");
        Assert.True(all.Any(one => one.Line.Length > 0), "no symbols or no source to name the conditions by");
        HashSet<string> survivors = Survivors();
        bool takesAll = Environment.GetEnvironmentVariable("LAN_MUTANTS") == "all";
        var firstSeeds = new ConcurrentBag<(string Mutant, int? Seed)>();
        Parallel.ForEach(all.Where(one => !survivors.Contains(one.ToString())), mutant =>
        {
            using var world = new MutantWorld(mutant.ApplyTo(MutantWorld.CoreFile));
            int? first = MutantWorld.FirstFailure(fails(world), takesAll ? MostSeeds : FewSeeds);
            firstSeeds.Add((mutant.ToString(), first));
        });

        string[] survived = [.. firstSeeds.Where(one => one.Seed is null).Select(one => one.Mutant).Order().Distinct()];
        output.WriteLine($"{firstSeeds.Count} of {all.Length} conditions turned round, late: "
            + string.Join(' ', firstSeeds.Where(one => one.Seed > 10).Select(one => one.Seed).Order()));
        Assert.True(!takesAll || survived.Length == 0, "nobody missed:\n" + string.Join('\n', survived));
        int noticed = firstSeeds.Count(one => one.Seed is not null);
        Assert.True(noticed >= 0.9 * firstSeeds.Count, $"nobody missed most of:\n{string.Join('\n', survived)}");
    }

    [Fact]
    public void Each_excuse_names_a_condition_that_exists()
    {
        using BranchFinder finder = MutantWorld.Finder();
        HashSet<string> all = [.. finder.In(Machines).Concat(finder.In(BfdMachines)).Select(one => one.ToString())];
        Assert.DoesNotContain(Survivors(), one => !all.Contains(one));
    }

    /// <summary>METHOD | SOURCE LINE | REASON.</summary>
    private static HashSet<string> Survivors() =>
    [
        .. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Mutants", "Survivors.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line[..line.LastIndexOf(" | ", StringComparison.Ordinal)]),
    ];
}
