using System.Collections.Concurrent;
using Keepalived.Simulation.Tests.Mutants;
using Xunit.Abstractions;

namespace Keepalived.Simulation.Tests;

/// <summary>
/// Every condition of the machines (instance, group, trackers, BFD session), found in the compiled code, is turned
/// round, one at a time: some simulated LAN, or pair of sessions, has to notice. <c>Survivors.txt</c> lists those that
/// cannot be noticed, each with its reason, and those that need so many seeds that only <c>LAN_MUTANTS=all</c> waits
/// for them. A usual run takes each second condition; that one takes all.
/// </summary>
public class BranchMutationTests(ITestOutputHelper output)
{
    private const int MostSeeds = 3000;

    /// <summary>Of a usual run. Most are noticed within ten.</summary>
    private const int FewSeeds = 120;

    private const string Late = " | late:";

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
        bool takesAll = Environment.GetEnvironmentVariable("LAN_MUTANTS") == "all";
        HashSet<string> survivors = Survivors(withLate: !takesAll);
        BranchMutant[] taken =
            [.. all.Where((one, i) => (takesAll || i % 2 == 0) && !survivors.Contains(one.ToString()))];
        var firstSeeds = new ConcurrentBag<(string Mutant, int? Seed)>();
        Parallel.ForEach(taken, mutant =>
        {
            using var world = new MutantWorld(mutant.ApplyTo(MutantWorld.CoreFile));
            int? first = MutantWorld.FirstFailure(fails(world), takesAll ? MostSeeds : FewSeeds);
            firstSeeds.Add((mutant.ToString(), first));
        });

        output.WriteLine($"{taken.Length} of {all.Length} conditions turned round; the latest: "
            + string.Join(", ", firstSeeds.OrderByDescending(one => one.Seed).Take(10).Select(one => $"{one}")));
        string[] survived = [.. firstSeeds.Where(one => one.Seed is null).Select(one => one.Mutant).Order().Distinct()];
        Assert.True(survived.Length == 0, "nobody missed:\n" + string.Join('\n', survived));
    }

    [Fact]
    public void Each_excuse_names_a_condition_that_exists()
    {
        using BranchFinder finder = MutantWorld.Finder();
        HashSet<string> all = [.. finder.In(Machines).Concat(finder.In(BfdMachines)).Select(one => one.ToString())];
        Assert.DoesNotContain(Survivors(withLate: true), one => !all.Contains(one));
    }

    /// <summary>METHOD | SOURCE LINE | REASON.</summary>
    private static HashSet<string> Survivors(bool withLate) =>
    [
        .. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Mutants", "Survivors.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Where(line => withLate || !line.Contains(Late, StringComparison.Ordinal))
            .Select(line => line[..line.LastIndexOf(" | ", StringComparison.Ordinal)]),
    ];
}
