using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_announcement_is_told_where_detail_is_asked_for(bool detail)
    {
        ConcurrentQueue<string> lines = new();
        Sys.EventStream.SetLogLevel(LogLevel.InfoLevel);
        Sys.EventStream.Subscribe(Sys.ActorOf(ActorProps.Of(() => new Reader(lines))), typeof(Info));
        LogDetail = detail;

        IActorRef keepalived = Start(Written(
            "garp_master_repeat 2\nvirtual_ipaddress_excluded {\nfd00::1/64\n}", "global_defs {\n}"));
        MakeMaster(keepalived, 1);
        AwaitAssert(() => Assert.Equal(2, Announcer.Count("fd00::1")));
        LetFinish(keepalived);

        string[] expected =
        [
            "(VI_1) Sending/queueing Unsolicited Neighbour Adverts on eth0 for fd00::1",
            "(VI_1) Sending/queueing gratuitous ARPs on eth0 for 192.0.2.101",
            "Sending gratuitous ARP on eth0 for 192.0.2.101",
            "Sending gratuitous ARP on eth0 for 192.0.2.101",
            "Sending unsolicited Neighbour Advert on eth0 for fd00::1",
            "Sending unsolicited Neighbour Advert on eth0 for fd00::1",
        ];
        AwaitAssert(() => Assert.Contains(lines, static line => line.StartsWith("(VI_1) Entering MASTER", Whole)));
        AwaitAssert(() => Assert.Equal(
            detail ? expected : [],
            lines.Where(static line => line.Contains("Sending", Whole)).Order(StringComparer.Ordinal)));
    }

    private const StringComparison Whole = StringComparison.Ordinal;

    private sealed class Reader(ConcurrentQueue<string> lines) : UntypedActor
    {
        protected override void OnReceive(object message) => lines.Enqueue($"{((Info)message).Message}");
    }

    private static KeepalivedConfig Config() => Written("", "garp_group {\ngarp_interval 0.1\ninterface eth0\n}");
}
