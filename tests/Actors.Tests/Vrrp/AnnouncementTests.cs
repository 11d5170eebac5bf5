using Akka.Actor;
using Keepalived.Config.Model;

namespace Keepalived.Actors.Tests.Vrrp;

public sealed class AnnouncementTests : ActorWorld
{
    private static readonly TimeSpan s_gap = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Announcements_keep_the_gap_of_their_garp_group()
    {
        IActorRef keepalived = Start(Config());
        MakeMaster(keepalived, 1);
        AwaitAssert(() => Assert.Equal(1, Announcer.Count(Vip(1))));
        LetFinish(keepalived);

        Clock.Advance(s_gap);
        AwaitAssert(() => Assert.Equal(2, Announcer.Count(Vip(1))));
        LetFinish(keepalived);
        Clock.Advance(s_gap / 2);
        Snapshot(keepalived);
        Assert.Equal(2, Announcer.Count(Vip(1)));
    }

    [Fact]
    public void Who_stops_being_master_announces_nothing_that_still_waits()
    {
        IActorRef keepalived = Start(Config());
        MakeMaster(keepalived, 1);
        AwaitAssert(() => Assert.Equal(1, Announcer.Count(Vip(1))));

        Sockets.Deliver(Peer(1), 200);
        AwaitAssert(() => Assert.False(Kernel.Has(Vip(1))));
        Clock.Advance(10 * s_gap);
        Snapshot(keepalived);
        Assert.Equal(1, Announcer.Count(Vip(1)));
    }

    private static KeepalivedConfig Config() => Written("", "garp_group {\ngarp_interval 0.1\ninterface eth0\n}");
}
