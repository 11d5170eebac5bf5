using Akka.Actor;
using Keepalived.Actors.Tests.Fakes;
using Keepalived.Config.Model;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Tests.Vrrp;

public sealed class SharedSocketTests : ActorWorld
{
    [Fact]
    public void Instances_on_one_interface_share_a_socket_with_room_for_all()
    {
        ReceiveBufferRule rule = new(ReceiveBufferPolicy.Bytes, 60_000, 3);
        Start(Instance(1) with { ReceiveBufferSize = 100_000 }, Instance(2) with { ReceiveBufferRule = rule });
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
}
