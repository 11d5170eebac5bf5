using Akka.Actor;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Notify;
using Keepalived.Actors.Vrrp;
using Keepalived.Config.Model;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Tests.Vrrp;

/// <summary>An exception inside any one actor: it restarts, a Master resigns first, the others do not notice.</summary>
public sealed class SupervisionTests : ActorWorld
{
    [Fact]
    public void A_crashed_master_resigns_releases_its_addresses_and_starts_again_as_backup()
    {
        IActorRef keepalived = Start(Instance(1), Instance(2));
        MakeMaster(keepalived, 1, 2);
        AwaitAssert(() => Assert.Equal(4, Transitions.Count));
        ManualTransmitterOf other = new(
            Transmitter(2)!.SentCount, Transitions.Count(t => t.StartsWith("VI_2", StringComparison.Ordinal)));
        var crashed = Transmitter(1)!;

        Crash(1);

        AwaitAssert(() => Assert.Contains((byte)0, crashed.SentOnce));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
        AwaitAssert(() => Assert.False(Kernel.Has(Vip(1))));
        Assert.Equal(1, State(keepalived, "VI_1").Restarts);
        Assert.True(Kernel.Has(Vip(2)));
        Assert.True(Transmitter(2)!.IsArmed);
        Assert.Equal(other.Sent, Transmitter(2)!.SentCount);
        Assert.Equal(other.Transitions, Transitions.Count(t => t.StartsWith("VI_2", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_instance_that_crashes_too_often_is_shown_as_fault_and_the_others_go_on()
    {
        IActorRef keepalived = Start(Instance(1), Instance(2));
        MakeMaster(keepalived, 1, 2);

        for (int i = 1; i <= 4; i++)
        {
            Crash(1);
            int crashes = i;
            AwaitAssert(() => Assert.True(State(keepalived, "VI_1").Restarts >= Math.Min(crashes, 3)));

            // Until it has started again it takes no event that could make it crash.
            AwaitAssert(() => Assert.NotEqual(VrrpState.Initialize, State(keepalived, "VI_1").State));
        }

        AwaitAssert(() => Assert.Equal(VrrpState.Fault, State(keepalived, "VI_1").State));
        AwaitAssert(
            () => Assert.Contains(Transitions, t => t.StartsWith("VI_1 Initialize->Fault", StringComparison.Ordinal)));
        Assert.Equal(VrrpState.Master, State(keepalived, "VI_2").State);
        Assert.True(Kernel.Has(Vip(2)));
    }

    [Fact]
    public void A_supervisor_that_crashes_after_a_reload_begins_with_what_was_reloaded()
    {
        IActorRef keepalived = Start(Instance(1));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
        NextConfig = new KeepalivedConfig { Instances = [Instance(2)] };
        keepalived.Tell(new Keepalived.Actors.Configuration.ReloadConfig("test"));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_2").State));

        IActorRef before = Sys.ActorSelection("/user/keepalived/vrrp/instance-VI_2")
            .ResolveOne(TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();
        Watch(before);
        // A bug of the supervisor's own: it is restarted, and its children with it.
        Sys.ActorSelection("/user/keepalived/vrrp").Tell(new ApplyVrrpConfig(null!));

        FishForMessage<Terminated>(gone => gone.ActorRef.Equals(before));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_2").State));
    }

    [Fact]
    public void A_crashed_gateway_is_told_everything_again()
    {
        IActorRef keepalived = Start(Instance(1), Instance(2));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_2").State));
        Kernel.FailNextApply = new InvalidOperationException("thrown by the test");

        Clock.Advance(TimeSpan.FromSeconds(4));

        AwaitAssert(() => Assert.True(Kernel.Has(Vip(1)) && Kernel.Has(Vip(2))));
        Assert.Equal(VrrpState.Master, State(keepalived, "VI_1").State);
        KernelStateSnapshot gateway = Sys.ActorSelection("/user/keepalived/kernel")
            .Ask<KernelStateSnapshot>(new GetKernelState(), TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();
        Assert.Equal(2, gateway.Epoch);
        Assert.Equal(2, gateway.ItemsOwned);
    }

    [Fact]
    public void A_crashed_router_gets_its_instances_back()
    {
        IActorRef keepalived = Start(Instance(1));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
        Announcer.FailNext = new InvalidOperationException("thrown by the test");

        Clock.Advance(TimeSpan.FromSeconds(4));

        AwaitAssert(() => Assert.True(Kernel.Has(Vip(1))));
        AwaitAssert(() => Assert.Null(Announcer.FailNext));
        AwaitAssert(() => Assert.Equal(1, Router().Sockets.Sum(s => s.Instances)));
        AwaitAssert(() => Assert.True(Transmitter(1) is { IsArmed: true }));
        Sockets.Deliver(Peer(1), 200);
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
    }

    [Fact]
    public void A_monitor_that_went_deaf_is_replaced_and_instances_hear_of_links_again()
    {
        IActorRef keepalived = Start(Instance(1));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));

        Kernel.FailMonitor("thrown by the test");
        AwaitAssert(() => Assert.Equal(2, Kernel.MonitorsStarted));
        Kernel.SetUp(2, isUp: false);

        AwaitAssert(() => Assert.Equal(VrrpState.Fault, State(keepalived, "VI_1").State));
    }

    [Fact]
    public void A_part_that_fails_for_ever_ends_the_process()
    {
        Snapshot(Start(Instance(1)));
        IActorRef links = Sys.ActorSelection("/user/keepalived/links").ResolveOne(
            TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();
        for (int i = 0; i < 4; i++)
        {
            // A link without a name is what no kernel sends: the monitor's table throws.
            links.Tell(new Core.Kernel.LinkChanged(null!));
        }

        KeepalivedFailed failed = ExpectMsg<KeepalivedFailed>(TimeSpan.FromSeconds(10));
        Assert.Equal("links", failed.Part);
    }

    /// <summary>A timer that does not exist: the machine has no answer and throws.</summary>
    private void Crash(byte vrid)
    {
        Sys.ActorSelection($"/user/keepalived/vrrp/instance-VI_{vrid}").Tell(new TimerExpired((VrrpTimer)99, 0));
    }

    private readonly record struct ManualTransmitterOf(long Sent, int Transitions);
}
