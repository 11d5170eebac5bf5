using System.Net;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Keepalived.Actors.Notify;
using Keepalived.Config.Model;
using Keepalived.Core.Notify;
using Keepalived.Core.Ports;
using Keepalived.Core.Tests;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Tests.Notify;

public sealed class FifoActorTests : TestKit
{
    private const string Hocon = """
        akka.loglevel = WARNING
        akka.test.single-expect-default = 20s
        akka.stdout-loglevel = OFF
        akka.loggers = []
        keepalived.dispatchers.slow { type = Dispatcher, throughput = 1 }
        """;

    private static readonly GlobalConfig s_global = ConfLines.Global("""
        notify_fifo /all
        notify_fifo_script "/reader x"
        vrrp_notify_fifo /vrrp
        lvs_notify_fifo /lvs
        """);

    private readonly ManualTimeProvider _time = new();
    private readonly NotifyWorld _world = new();
    private readonly FakePipes _pipes = new();
    private readonly IActorRef _notify;

    public FifoActorTests()
        : base(Hocon)
    {
        NotifyServices services = new() { Scripts = _world, Time = _time, Pipes = _pipes };
        _notify = Sys.ActorOf(NotifySupervisor.Props(services, s_global), "notify");
        NotifySupervisor.Listen(Sys.EventStream, _notify);
        AwaitAssert(() => Assert.Single(_world.Started));
    }

    [Fact]
    public void Each_pipe_gets_the_lines_of_its_side_and_the_common_one_all()
    {
        Publish(NotifiedState.Master);
        Sys.EventStream.Publish(new QuorumTransitioned(Service(), IsUp: true, 1));
        AwaitWritten(
            "/all INSTANCE \"A\" MASTER 100", "/vrrp INSTANCE \"A\" MASTER 100",
            "/all VS [10.0.0.1]:tcp:80 UP", "/lvs VS [10.0.0.1]:tcp:80 UP");
    }

    [Fact]
    public void Each_pipe_may_have_a_reader()
    {
        _world.Started.Clear();
        Sys.EventStream.Publish(new ApplyNotifyConfig(ConfLines.Global("""
            vrrp_notify_fifo /v
            vrrp_notify_fifo_script "/reader of_v"
            lvs_notify_fifo /l
            lvs_notify_fifo_script "/reader of_l"
            """)));
        AwaitAssert(() => Assert.Equal(
            ["/reader of_l /l", "/reader of_v /v"], _world.Started.Select(script => script.Line).Order()));
    }

    [Theory]
    [InlineData("notify_priority_changes", "")]
    [InlineData("", "vrrp_notify_priority_changes true")]
    public void Priority_changes_are_told_only_where_configured(string line, string global)
    {
        VrrpInstanceConfig silent = NotifyWorld.Instance("A");
        Sys.EventStream.Publish(new InstancePriorityChanged(silent, VrrpState.Master, 90));
        Sys.EventStream.Publish(
            new InstancePriorityChanged(ConfLines.Instance(line, global), VrrpState.Backup, 80));
        AwaitWritten("/all INSTANCE \"VI_1\" BACKUP_PRIORITY 80", "/vrrp INSTANCE \"VI_1\" BACKUP_PRIORITY 80");
    }

    [Fact]
    public void The_first_state_of_a_real_server_is_told_only_if_configured()
    {
        RealServerConfig server = new() { Address = IPAddress.Parse("10.1.1.1"), Port = 81 };
        RealServerTransitioned first = new(Service(), server, IsUp: true, true, "TCP_CHECK", "", Initial: true);
        Sys.EventStream.Publish(first);
        bool isTold = ConfLines.Global("rs_init_notifies").RealServerInitNotifies;
        Sys.EventStream.Publish(new ApplyNotifyConfig(s_global with { RealServerInitNotifies = isTold }));
        Sys.EventStream.Publish(first with { IsUp = false });
        AwaitWritten(
            "/all RS [10.1.1.1]:tcp:81 [10.0.0.1]:tcp:80 DOWN", "/lvs RS [10.1.1.1]:tcp:81 [10.0.0.1]:tcp:80 DOWN");
    }

    [Fact]
    public void Lines_wait_for_room_and_go_out_in_order()
    {
        _pipes.HasRoom = false;
        Publish(NotifiedState.Master);
        Publish(NotifiedState.Backup);
        Ask();
        Assert.Empty(_pipes.Written);

        _pipes.HasRoom = true;
        AwaitAssert(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(
                ["/vrrp INSTANCE \"A\" MASTER 100", "/vrrp INSTANCE \"A\" BACKUP 100"],
                _pipes.Written.Where(line => line.StartsWith("/vrrp", StringComparison.Ordinal)));
        });
    }

    [Fact]
    public void The_reader_gets_the_path_and_is_started_again_after_a_pause_when_it_ends()
    {
        NotifyWorld.StartedScript first = _world.Started.Single();
        Assert.Equal("/reader x /all", first.Line);
        first.End(1);
        Ask();
        Assert.Single(_world.Started);

        AwaitAssert(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(2, _world.Started.Count);
        });
    }

    [Fact]
    public void A_reload_opens_what_is_new_and_leaves_what_stays()
    {
        _pipes.Events.Clear();
        Sys.EventStream.Publish(new ApplyNotifyConfig(
            s_global with { VrrpNotifyFifo = null, LvsNotifyFifo = new NotifyFifoConfig("/other") }));
        AwaitAssert(() => Assert.Equal(
            ["close /lvs", "close /vrrp", "open /other"], _pipes.Events.Order(StringComparer.Ordinal)));
        Assert.Single(_world.Started);
    }

    [Fact]
    public void At_stop_the_pipes_close_first_and_the_reader_has_half_a_second()
    {
        Publish(NotifiedState.Stop);
        _notify.Tell(new FlushNotifications(TimeSpan.FromSeconds(2)), TestActor);
        AwaitAssert(() => Assert.Equal(3, _pipes.Events.Count(e => e.StartsWith("close", StringComparison.Ordinal))));
        AwaitWritten("/all INSTANCE \"A\" STOP 100", "/vrrp INSTANCE \"A\" STOP 100");
        AwaitAssert(() =>
        {
            foreach (NotifyWorld.StartedScript script in _world.Started.Where(script => script.Line.Contains('A')))
            {
                script.End();
            }

            _time.Advance(TimeSpan.FromMilliseconds(500));
            Assert.IsType<NotificationsFlushed>(ReceiveOne(TimeSpan.FromMilliseconds(20)));
        });
        Assert.Contains(_world.Started, script => script.WasKilled);
    }

    [Fact]
    public void At_stop_a_machine_that_stands_still_takes_no_time_from_the_reader()
    {
        _notify.Tell(new FlushNotifications(TimeSpan.FromSeconds(2)), TestActor);
        AwaitAssert(() => Assert.Equal(3, _pipes.Events.Count(e => e.StartsWith("close", StringComparison.Ordinal))));

        _time.Advance(TimeSpan.FromMilliseconds(700));

        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        Assert.DoesNotContain(_world.Started, script => script.WasKilled);
        AwaitAssert(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            Assert.IsType<NotificationsFlushed>(ReceiveOne(TimeSpan.FromMilliseconds(20)));
        });
        Assert.Contains(_world.Started, script => script.WasKilled);
    }

    private static VirtualServerConfig Service() => new()
    {
        Key = new VirtualServerKey.Address(IPAddress.Parse("10.0.0.1"), 80, ServiceProtocol.Tcp),
        Protocol = ServiceProtocol.Tcp,
    };

    private void Publish(NotifiedState state) => Sys.EventStream.Publish(new InstanceTransitioned(
        NotifyWorld.Instance("A"), VrrpState.Backup, state, VrrpReason.MasterDown, 100));

    private void AwaitWritten(params string[] lines) => AwaitAssert(() =>
        Assert.Equal(lines.Order(StringComparer.Ordinal), _pipes.Written.Order(StringComparer.Ordinal)));

    // A barrier for the supervisor, and good enough for its child, which has been told before.
    private void Ask() => _ = _notify.Ask<NotifySnapshot>(new GetNotifyState(), TimeSpan.FromSeconds(10)).Result;
}
