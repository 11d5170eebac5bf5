using System.Net.Sockets;
using Akka.Actor;
using Keepalived.Actors.Sockets;
using Keepalived.Actors.Tests.Fakes;
using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Tests.Vrrp;

public sealed class SharedSocketTests : ActorWorld
{
    [Fact]
    public void Instances_on_one_interface_share_a_socket_with_room_for_all()
    {
        ReceiveBufferRule rule = new(ReceiveBufferPolicy.Bytes, 60_000, 3);
        VrrpInstanceConfig first = Written("kernel_rx_buf_size 100000").Instances[0];
        Start(first, Instance(2) with { ReceiveBufferRule = rule });
        AwaitAssert(() =>
        {
            FakeSocket socket = Assert.Single(Sockets.Open);
            Assert.Equal(160_000, socket.ReceiveBuffer);
        });
    }

    [Fact]
    public void A_master_that_was_silent_too_long_goes_to_backup_instead_of_sending_on()
    {
        IActorRef keepalived = Start(Instance(1) with { TimerExpiredBackupPriority = 254, Preempt = false });
        MakeMaster(keepalived, 1);
        ManualTransmitter transmitter = Transmitter(1)!;

        transmitter.Holder.SilenceExceeded(transmitter.Generation);

        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
        Assert.Equal(VrrpReason.Stalled, State(keepalived, "VI_1").LastReason);
        Assert.DoesNotContain((byte)0, transmitter.SentOnce);
        Assert.False(transmitter.IsArmed);
    }

    /// <summary>The packet of who has taken over may be read before the schedule that is late.</summary>
    [Fact]
    public void A_master_that_was_silent_too_long_does_not_insist_when_it_hears_its_successor()
    {
        VrrpInstanceConfig config = Instance(1) with { TimerExpiredBackupPriority = 100, Preempt = false };
        IActorRef keepalived = Start(config with { Garp = config.Garp with { LowerPriorityRepeat = 5 } });
        MakeMaster(keepalived, 1);
        ManualTransmitter transmitter = Transmitter(1)!;
        AwaitAssert(() => Assert.Equal(5, Announcer.Count(Vip(1))));

        transmitter.WasSilentTooLong = true;
        Sockets.Deliver(Peer(1), 50);

        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
        Assert.Equal(VrrpReason.Stalled, State(keepalived, "VI_1").LastReason);
        Assert.Empty(transmitter.SentOnce);
        Assert.Equal(5, Announcer.Count(Vip(1)));
    }

    [Fact]
    public void A_master_that_was_silent_too_long_gives_up_before_it_takes_new_parameters()
    {
        VrrpInstanceConfig config = Instance(1) with { TimerExpiredBackupPriority = 100, Preempt = false };
        IActorRef keepalived = Start(config);
        MakeMaster(keepalived, 1);
        Transmitter(1)!.WasSilentTooLong = true;

        NextConfig = new KeepalivedConfig { Instances = [config with { TimerExpiredBackupPriority = null }] };
        keepalived.Tell(new Configuration.ReloadConfig("test"), TestActor);

        AwaitAssert(() => Assert.Equal(VrrpReason.Stalled, State(keepalived, "VI_1").LastReason));
        Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State);
    }

    [Fact]
    public void A_master_whose_socket_is_closed_under_it_sends_on_through_a_new_one()
    {
        IActorRef keepalived = Start(Instance(1));
        MakeMaster(keepalived, 1);
        FakeSocket closed = Assert.Single(Sockets.Open);
        ManualTransmitter transmitter = Transmitter(1)!;

        closed.Dispose();
        transmitter.Holder.SendFailed(9);

        AwaitAssert(() => Assert.NotSame(closed, Assert.Single(Sockets.Open)));
        AwaitAssert(() => Assert.True(Transmitter(1) is { IsArmed: true } next && next != transmitter));
        Assert.Equal(VrrpState.Master, State(keepalived, "VI_1").State);
    }

    [Fact]
    public void A_failure_to_send_that_may_pass_keeps_the_socket()
    {
        IActorRef keepalived = Start(Instance(1));
        MakeMaster(keepalived, 1);
        FakeSocket socket = Assert.Single(Sockets.Open);

        Transmitter(1)!.Holder.SendFailed(105);

        AwaitAssert(() => Assert.Equal(
            "sending failed: No buffer space available (errno 105)", State(keepalived, "VI_1").LastError));
        Assert.Same(socket, Assert.Single(Sockets.Open));
    }

    /// <summary>
    /// Bound, unbound and bound again in one breath, with the first opener so late that its socket comes last: it is
    /// closed at once, and must not be what the instance is given.
    /// </summary>
    [Fact]
    public void A_late_socket_of_an_ended_binding_is_given_to_nobody()
    {
        using ManualResetEventSlim isFirstOpening = new();
        using ManualResetEventSlim isSecondOpen = new();
        Sockets.Opening = call =>
        {
            if (call == 1)
            {
                isFirstOpening.Set();
                isSecondOpen.Wait(TimeSpan.FromSeconds(20));
            }
        };
        ApplyRouterConfig config = new(false, new AnnouncementLimits(KeepalivedConfig.Empty));
        IActorRef router = Sys.ActorOf(SocketRouterActor.Props(Services, () => config));
        router.Tell(Binding(1), TestActor);
        Assert.True(isFirstOpening.Wait(TimeSpan.FromSeconds(20)));
        router.Tell(Binding(2), TestActor);
        InstanceBound bound = ExpectMsg<InstanceBound>();
        isSecondOpen.Set();

        AwaitAssert(() => Assert.Same(bound.Socket, Assert.Single(Sockets.Open)));
        router.Tell(new GetRouterState(), TestActor);
        ExpectMsg<RouterSnapshot>();
        Assert.Equal(2, bound.Number);
        Assert.False(bound.Socket.IsClosed);
    }

    private static BindInstance Binding(int number)
    {
        VrrpInstanceConfig config = Instance(1);
        PacketSocketOptions socket = new(
            2, "eth0", AddressFamily.InterNetwork, 112, IpAddress.From(config.MulticastDestination), 0);
        VrrpInstanceKey key = new(2, AddressFamily.InterNetwork, 1);
        return new BindInstance(
            number, key, socket, VrrpParametersFactory.CreateReceive(config), new VrrpSequence(), new VrrpCounters());
    }
}
