using Akka.Actor;
using Keepalived.Actors.Configuration;
using Keepalived.Config.Diff;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Vrrp;
using Xunit.Abstractions;
using ReloadConfig = Keepalived.Actors.Configuration.ReloadConfig;

namespace Keepalived.Actors.Tests.Vrrp;

/// <summary>
/// What a plan foretells is what a reload does, with and without sync groups: the counts, who stays Master, and each
/// write to the kernel. How many: <see cref="RandomReloads"/>.
/// </summary>
public sealed class PlannedReloadTests(ITestOutputHelper output) : ActorWorld
{
    private const byte Most = 8;

    public static TheoryData<int, bool> Runs()
    {
        TheoryData<int, bool> runs = [];
        foreach (int seed in RandomReloads.Seeds)
        {
            runs.Add(seed, false);
            runs.Add(seed, true);
        }

        return runs;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_reload_does_what_the_plan_foretold(int seed, bool grouped)
    {
        int count = RandomReloads.Plans;
        output.WriteLine($"RELOAD_SEED={seed} RELOAD_PLANS={count}");
        Random random = new(seed);
        KeepalivedConfig running = new() { Instances = [Router(1), Router(2), Router(3)] };
        IActorRef keepalived = Start(running);
        MakeMaster(keepalived, 1, 2, 3);
        for (int i = 0; i < count; i++)
        {
            KeepalivedConfig next = Change(random, running);
            next = grouped ? next with { SyncGroups = [.. Groups(random, running, next)] } : next;
            string[] masters = Masters(keepalived);
            Check(keepalived, running, next, masters, $"seed {seed}, reload {i}");
            running = next;
            AwaitAssert(() => Assert.Equal(running.Instances.Count, Snapshot(keepalived).Instances.Count(
                static s => s.State is VrrpState.Backup or VrrpState.Master)));
            Clock.Advance(TimeSpan.FromSeconds(4));
            AwaitAssert(() => Assert.Equal(running.Instances.Count, Masters(keepalived).Length));
            AwaitAssert(() => Assert.Equal(
                running.Instances.SelectMany(static v => v.VirtualAddresses.Select(static a => $"{a.Address}")).Order(),
                Virtual().Order()));
        }
    }

    [Fact]
    public void A_reload_right_after_another_one_wins()
    {
        IActorRef keepalived = Start(Instance(1), Instance(2));
        MakeMaster(keepalived, 1, 2);
        KeepalivedConfig other = new() { Instances = [Instance(1, 150), Instance(3)] };
        KeepalivedConfig last = new() { Instances = [Instance(1), Instance(4)] };
        Begin(keepalived, other).GetAwaiter().GetResult();
        ConfigApplied second = Begin(keepalived, last).GetAwaiter().GetResult();

        Assert.Equal(new ConfigChanges(1, 1, 1, 0), second.Changes);
        AwaitAssert(() => Assert.Equal(["VI_1", "VI_4"],
            Snapshot(keepalived).Instances.Select(static s => s.Config.Name).Order()));
        AwaitAssert(() => Assert.Equal(100, State(keepalived, "VI_1").Config.Priority));
    }

    /// <summary>What is in the kernel beside the interface's own address.</summary>
    private IEnumerable<string> Virtual() =>
        Kernel.Dump().Addresses.Where(static a => a.PrefixLength == 32).Select(static a => $"{a.Address}");

    private void Check(
        IActorRef keepalived, KeepalivedConfig running, KeepalivedConfig next, string[] masters, string which)
    {
        ConfigDiff plan = ConfigDiff.Between(running, next);
        ConfigChanges foretold = Foretold(plan, running, next);
        Transitions.Clear();
        _ = Kernel.TakeCommands();

        ConfigApplied applied = Begin(keepalived, next).GetAwaiter().GetResult();

        Assert.True(foretold == applied.Changes, $"{which}: foretold {foretold}, done {applied.Changes}");
        string[] added = [.. plan.Instances.OfType<Change<VrrpInstanceConfig>.Added>().Select(static a => a.Item.Name)];
        string[] removed =
            [.. plan.Instances.OfType<Change<VrrpInstanceConfig>.Removed>().Select(static r => r.Item.Name)];
        string[] kept = [.. next.Instances.Select(static i => i.Name).Except(added)];
        AwaitAssert(() => Assert.Equal(next.Instances.Count, Snapshot(keepalived).Instances.Length));
        foreach (string name in kept)
        {
            Assert.True(State(keepalived, name).State == VrrpState.Master, $"{which}: {name} lost its mastership");
            // Its name may have been another one's, which ended.
            Assert.True(
                removed.Contains(name)
                || !Transitions.Any(t => t.StartsWith(name + " Master->", StringComparison.Ordinal)),
                $"{which}: {name} went");
        }

        Assert.True(kept.Length <= masters.Length, which);
        Assert.Equal(next.SyncGroups.Select(static g => g.Name), Snapshot(keepalived).Groups
            .Select(static g => g.Config.Name));
        string[] writes = [.. plan.Instances.SelectMany(WritesOf).Order(StringComparer.Ordinal)];
        List<string> done = [];
        AwaitAssert(() =>
        {
            done.AddRange(Kernel.TakeCommands().Select(Text));
            string[] sorted = [.. done.Order(StringComparer.Ordinal)];
            Assert.True(
                writes.SequenceEqual(sorted),
                $"{which}: foretold\n{string.Join('\n', writes)}\ndone\n{string.Join('\n', sorted)}");
        });
    }

    /// <summary>An instance whose group is another one now is told so, though its own record is equal.</summary>
    private static ConfigChanges Foretold(ConfigDiff plan, KeepalivedConfig running, KeepalivedConfig next)
    {
        int Count<TChange>() => plan.Instances.Count(static c => c is TChange);
        int regrouped = ConfigDiff.MatchInstances(running, next).Pairs.Count(
            pair => pair.Before == pair.After && GroupOf(running, pair.Before.Name) != GroupOf(next, pair.After.Name));
        int added = Count<Change<VrrpInstanceConfig>.Added>();
        int changed = Count<Change<VrrpInstanceConfig>.Changed>() + regrouped;
        return new(added, changed, Count<Change<VrrpInstanceConfig>.Removed>(), next.Instances.Count - added - changed);
    }

    private static VrrpSyncGroupConfig? GroupOf(KeepalivedConfig config, string name) =>
        config.SyncGroups.Items.FirstOrDefault(group => group.Members.Contains(name));

    /// <summary>
    /// What is gone leaves, what is new comes with mastership, what changed differs by its addresses.
    /// </summary>
    private static IEnumerable<string> WritesOf(Change<VrrpInstanceConfig> change) => change switch
    {
        Change<VrrpInstanceConfig>.Removed removed => Moves(removed.Item.VirtualAddresses, []),
        Change<VrrpInstanceConfig>.Changed changed =>
            Moves(changed.Before.VirtualAddresses, changed.After.VirtualAddresses),
        _ => [],
    };

    private static IEnumerable<string> Moves(
        IReadOnlyList<VirtualAddressConfig> before, IReadOnlyList<VirtualAddressConfig> after) =>
    [
        .. before.Except(after).Select(static a => $"- {a.Address}"),
        .. after.Except(before).Select(static a => $"+ {a.Address}"),
    ];

    private static string Text(KernelCommand command) => command switch
    {
        AddAddress add => $"+ {add.Address.Address}",
        RemoveAddress remove => $"- {remove.Address.Address}",
        _ => command.ToString()!,
    };

    /// <summary>
    /// Groups of instances that were there before: a new one would begin as Backup and take them with it.
    /// </summary>
    private static IEnumerable<VrrpSyncGroupConfig> Groups(
        Random random, KeepalivedConfig running, KeepalivedConfig next)
    {
        List<string> free = [.. ConfigDiff.MatchInstances(running, next).Pairs
            .Where(static pair => pair.Before is not null).Select(static pair => pair.After.Name)];
        for (int number = 1; number < 3 && free.Count > 1; number++)
        {
            if (random.Next(3) > 0)
            {
                int size = random.Next(2, free.Count + 1);
                yield return new VrrpSyncGroupConfig { Name = $"G{number}", Members = [.. free.Take(size)] };
                free.RemoveRange(0, size);
            }
        }
    }

    // Another priority, an address more or less, another VRID, one less, one more, another order, another name, or the
    // names of two changed round.
    private static KeepalivedConfig Change(Random random, KeepalivedConfig config)
    {
        List<VrrpInstanceConfig> instances = [.. config.Instances];
        for (int n = random.Next(3); n >= 0; n--)
        {
            int at = random.Next(instances.Count);
            VrrpInstanceConfig one = instances[at];
            byte free = Free(instances);
            switch (random.Next(8))
            {
                case 0:
                    instances[at] = one with { Priority = (byte)random.Next(1, 255) };
                    break;
                case 1:
                    byte address = (byte)(20 + one.VirtualRouterId);
                    instances[at] = one with { VirtualAddresses = one.VirtualAddresses.Count > 1
                        ? [Host(one.VirtualRouterId)] : [Host(one.VirtualRouterId), Host(address)] };
                    break;
                case 2 when free != 0:
                    instances[at] = Named(Router(free), instances);
                    break;
                case 3 when instances.Count > 1:
                    instances.RemoveAt(at);
                    break;
                case 4 when free != 0:
                    instances.Insert(at, Named(Router(free), instances));
                    break;
                case 5:
                    instances[at] = one with { Name = FreeName(instances, one.VirtualRouterId) };
                    break;
                case 6:
                    string name = instances[0].Name;
                    instances[0] = instances[0] with { Name = instances[at].Name };
                    instances[at] = instances[at] with { Name = at == 0 ? instances[at].Name : name };
                    break;
                default:
                    instances.Reverse();
                    break;
            }
        }

        return new KeepalivedConfig { Instances = [.. instances] };
    }

    // Addresses of their own network: the kernel deletes nothing else along with them.
    private static VrrpInstanceConfig Router(byte vrid) => Instance(vrid) with { VirtualAddresses = [Host(vrid)] };

    private static VirtualAddressConfig Host(byte vrid) => Address(vrid) with { PrefixLength = 32 };

    private static VrrpInstanceConfig Named(VrrpInstanceConfig router, List<VrrpInstanceConfig> instances) =>
        router with { Name = FreeName(instances, router.VirtualRouterId) };

    /// <summary>As new ones of this VRID are called, else another name.</summary>
    private static string FreeName(List<VrrpInstanceConfig> instances, byte vrid) =>
        new[] { $"VI_{vrid}", $"other {vrid}", $"third {vrid}" }
            .Concat(instances.Select((_, number) => $"spare {number} {vrid}"))
            .First(name => !instances.Exists(i => i.Name == name));

    private static byte Free(List<VrrpInstanceConfig> instances)
    {
        for (byte vrid = 1; vrid <= Most; vrid++)
        {
            if (!instances.Exists(i => i.VirtualRouterId == vrid))
            {
                return vrid;
            }
        }

        return 0;
    }

    private string[] Masters(IActorRef keepalived) =>
    [
        .. Snapshot(keepalived).Instances.Where(static s => s.State == VrrpState.Master)
            .Select(static s => s.Config.Name),
    ];

    private Task<ConfigApplied> Begin(IActorRef keepalived, KeepalivedConfig config)
    {
        NextConfig = config;
        return keepalived.Ask<ConfigApplied>(new ReloadConfig("test"), TimeSpan.FromSeconds(10));
    }
}
