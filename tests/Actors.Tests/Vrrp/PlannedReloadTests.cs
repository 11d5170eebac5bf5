using Akka.Actor;
using Keepalived.Actors.Configuration;
using Keepalived.Config.Diff;
using Keepalived.Config.Model;
using Keepalived.Core.Vrrp;
using Xunit.Abstractions;
using ReloadConfig = Keepalived.Actors.Configuration.ReloadConfig;

namespace Keepalived.Actors.Tests.Vrrp;

/// <summary>
/// What a plan foretells is what a reload does. RELOAD_PLANS is the number of random reloads, RELOAD_SEED the seed.
/// </summary>
public sealed class PlannedReloadTests(ITestOutputHelper output) : ActorWorld
{
    private const int Few = 60;
    private const byte Most = 8;

    [Fact]
    public void A_reload_does_what_the_plan_foretold()
    {
        int seed = Setting("RELOAD_SEED", Environment.TickCount & 0xffff);
        int count = Setting("RELOAD_PLANS", Few);
        output.WriteLine($"RELOAD_SEED={seed} RELOAD_PLANS={count}");
        Random random = new(seed);
        KeepalivedConfig running = new() { Instances = [Instance(1), Instance(2), Instance(3)] };
        IActorRef keepalived = Start(running);
        MakeMaster(keepalived, 1, 2, 3);
        for (int i = 0; i < count; i++)
        {
            KeepalivedConfig next = Change(random, running);
            string[] masters = Masters(keepalived);
            Check(keepalived, running, next, masters, $"seed {seed}, reload {i}");
            running = next;
            AwaitAssert(() => Assert.Equal(running.Instances.Count, Snapshot(keepalived).Instances.Count(
                static s => s.State is VrrpState.Backup or VrrpState.Master)));
            Clock.Advance(TimeSpan.FromSeconds(4));
            AwaitAssert(() => Assert.Equal(running.Instances.Count, Masters(keepalived).Length));
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

    private void Check(
        IActorRef keepalived, KeepalivedConfig running, KeepalivedConfig next, string[] masters, string which)
    {
        ConfigDiff plan = ConfigDiff.Between(running, next);
        int Count<TChange>() => plan.Instances.Count(static c => c is TChange);
        ConfigChanges foretold = new(
            Count<Change<VrrpInstanceConfig>.Added>(),
            Count<Change<VrrpInstanceConfig>.Changed>(),
            Count<Change<VrrpInstanceConfig>.Removed>(),
            next.Instances.Count - Count<Change<VrrpInstanceConfig>.Added>()
                - Count<Change<VrrpInstanceConfig>.Changed>());
        Transitions.Clear();

        ConfigApplied applied = Begin(keepalived, next).GetAwaiter().GetResult();

        Assert.True(foretold == applied.Changes, $"{which}: foretold {foretold}, done {applied.Changes}");
        string[] added = [.. plan.Instances.OfType<Change<VrrpInstanceConfig>.Added>().Select(static a => a.Item.Name)];
        string[] kept = [.. next.Instances.Select(static i => i.Name).Except(added)];
        AwaitAssert(() => Assert.Equal(next.Instances.Count, Snapshot(keepalived).Instances.Length));
        foreach (string name in kept)
        {
            Assert.True(State(keepalived, name).State == VrrpState.Master, $"{which}: {name} lost its mastership");
            Assert.DoesNotContain(Transitions, t => t.StartsWith(name + " Master->", StringComparison.Ordinal));
        }

        Assert.True(kept.Length <= masters.Length, which);
    }

    // Another priority, an address more or less, another VRID under an old name, one less, one more, another order.
    private static KeepalivedConfig Change(Random random, KeepalivedConfig config)
    {
        List<VrrpInstanceConfig> instances = [.. config.Instances];
        for (int n = random.Next(3); n >= 0; n--)
        {
            int at = random.Next(instances.Count);
            VrrpInstanceConfig one = instances[at];
            byte free = Free(instances);
            switch (random.Next(6))
            {
                case 0:
                    instances[at] = one with { Priority = (byte)random.Next(1, 255) };
                    break;
                case 1:
                    byte address = (byte)(20 + one.VirtualRouterId);
                    instances[at] = one with { VirtualAddresses = one.VirtualAddresses.Count > 1
                        ? [Address(one.VirtualRouterId)] : [Address(one.VirtualRouterId), Address(address)] };
                    break;
                case 2 when free != 0:
                    instances[at] = Instance(free);
                    break;
                case 3 when instances.Count > 1:
                    instances.RemoveAt(at);
                    break;
                case 4 when free != 0:
                    instances.Insert(at, Instance(free));
                    break;
                default:
                    instances.Reverse();
                    break;
            }
        }

        return new KeepalivedConfig { Instances = [.. instances] };
    }

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

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : otherwise;
}
