using Akka.Actor;
using Akka.TestKit.Xunit2;
using Keepalived.Actors.Notify;
using Keepalived.Config.Model;
using Keepalived.Core.Notify;
using Keepalived.Core.Ports;
using Keepalived.Core.Tests;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Tests.Notify;

public sealed class NotifySupervisorTests : TestKit
{
    private const string Hocon = """
        akka.loglevel = WARNING
        akka.test.single-expect-default = 20s
        akka.stdout-loglevel = OFF
        akka.loggers = []
        keepalived.dispatchers.slow { type = Dispatcher, throughput = 1 }
        """;

    private readonly ManualTimeProvider _time = new();
    private readonly NotifyWorld _world = new();
    private readonly IActorRef _notify;

    public NotifySupervisorTests()
        : base(Hocon)
    {
        NotifyServices services = new() { Scripts = _world, MailTransport = _ => _world, Time = _time };
        _notify = Sys.ActorOf(NotifySupervisor.Props(services, NotifyWorld.Global), "notify");
        NotifySupervisor.Listen(Sys.EventStream, _notify);
        Ask();
    }

    [Fact]
    public void Scripts_of_one_instance_run_one_after_the_other_and_instances_side_by_side()
    {
        Publish("A", NotifiedState.Master);
        Publish("B", NotifiedState.Master);

        AwaitLines("/master A", "/master B");
        Script("/master A").End();
        AwaitLines("/master A", "/master B", "/any INSTANCE A MASTER 100");
    }

    [Fact]
    public void After_10_seconds_the_next_script_starts_beside_a_hanging_one()
    {
        Publish("A", NotifiedState.Master);
        AwaitLines("/master A");

        AwaitAssert(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            Assert.Contains(_world.Started, script => script.Line == "/any INSTANCE A MASTER 100");
        });
    }

    [Fact]
    public void Stop_scripts_start_at_once_with_a_limit_and_a_flush_waits_for_them()
    {
        Publish("A", NotifiedState.Master);
        AwaitLines("/master A");
        Publish("A", NotifiedState.Stop);
        AwaitLines("/master A", "/stop A");
        Assert.Equal(TimeSpan.FromSeconds(1), Script("/stop A").Timeout);

        _notify.Tell(new FlushNotifications(TimeSpan.FromSeconds(2)), TestActor);
        Script("/stop A").End();
        AwaitAssert(() => Assert.Equal(3, _world.Started.Count));
        Script("/any INSTANCE A STOP 100").End();
        ExpectMsg<NotificationsFlushed>();
    }

    [Fact]
    public void A_flush_does_not_wait_beyond_its_limit()
    {
        _world.Answer = _ => new TaskCompletionSource<string?>().Task;
        Publish("A", NotifiedState.Master);
        Publish("A", NotifiedState.Stop);
        AwaitAssert(() => Assert.Single(_world.Mails));

        _notify.Tell(new FlushNotifications(TimeSpan.FromSeconds(2)), TestActor);
        NotificationsFlushed? flushed = null;
        AwaitAssert(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            flushed = Assert.IsType<NotificationsFlushed>(ReceiveOne(TimeSpan.FromMilliseconds(20)));
        });
        Assert.Equal(2, flushed!.LostMails);
    }

    [Fact]
    public void A_mail_that_the_relay_refuses_is_tried_again_after_a_second()
    {
        int answers = 0;
        _world.Answer = _ => Task.FromResult(answers++ == 0 ? "450 busy" : null);
        Publish("A", NotifiedState.Master);
        AwaitAssert(() => Assert.Equal("450 busy", Ask().LastMailError));
        Assert.Single(_world.Mails);

        AwaitAssert(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(1, Ask().MailsSent);
        });
        Assert.Equal(2, _world.Mails.Count);
        Assert.All(_world.Mails, mail => Assert.Equal("[r] VRRP Instance A - Entering MASTER state", mail.Subject));
    }

    [Fact]
    public void A_hanging_relay_delays_no_script()
    {
        _world.Answer = _ => new TaskCompletionSource<string?>().Task;
        Publish("A", NotifiedState.Master);
        AwaitAssert(() => Assert.Single(_world.Mails));

        Publish("B", NotifiedState.Master);
        AwaitLines("/master A", "/master B");
    }

    [Fact]
    public void A_failed_child_comes_back_after_a_second_and_finds_the_facts_that_came_meanwhile()
    {
        _world.Bug = new InvalidOperationException("bug");
        Publish("A", NotifiedState.Master);
        AwaitAssert(() => Assert.Equal(1, Ask().Children[0].Restarts));
        Assert.Equal("bug", Ask().Children[0].LastError);

        Publish("B", NotifiedState.Master);
        Ask();
        Assert.DoesNotContain(_world.Started, script => script.Line == "/master B");
        _time.Advance(TimeSpan.FromSeconds(1));
        AwaitAssert(() => Assert.Contains(_world.Started, script => script.Line == "/master B"));
    }

    [Fact]
    public void The_first_state_of_a_real_server_runs_scripts_only_if_configured()
    {
        RealServerConfig server = new()
        {
            Address = System.Net.IPAddress.Loopback,
            NotifyUp = new NotifyScriptConfig(["/up"]),
        };
        VirtualServerConfig service = new() { Key = new VirtualServerKey.Fwmark(1, default) };
        RealServerTransitioned first = new(service, server, IsUp: true, true, "TCP_CHECK", "", Initial: true);

        Sys.EventStream.Publish(first);
        Ask();
        bool isTold = ConfLines.Global("rs_init_notifies").RealServerInitNotifies;
        Sys.EventStream.Publish(new ApplyNotifyConfig(NotifyWorld.Global with { RealServerInitNotifies = isTold }));
        Sys.EventStream.Publish(first);
        AwaitLines("/up");
    }

    [Fact]
    public void With_what_a_real_server_starts_is_no_mail()
    {
        VirtualServerConfig service = Service("", "smtp_alert");
        RealServerConfig server = service.RealServers[0];

        Sys.EventStream.Publish(new RealServerTransitioned(service, server, true, true, "", "Up", Initial: true));
        Sys.EventStream.Publish(new RealServerTransitioned(service, server, false, true, "TCP_CHECK", "x", false));

        AwaitAssert(() => Assert.Contains("- DOWN", _world.Mails.First().Subject, StringComparison.Ordinal));
    }

    [Fact]
    public void A_real_servers_scripts_run_when_it_changes()
    {
        VirtualServerConfig service = Service("", "notify_up /up\nnotify_down /down");
        RealServerConfig server = service.RealServers[0];

        Sys.EventStream.Publish(new RealServerTransitioned(service, server, false, true, "TCP_CHECK", "", false));
        AwaitLines("/down");
        Sys.EventStream.Publish(new RealServerTransitioned(service, server, true, true, "TCP_CHECK", "", false));
        AwaitAssert(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            Assert.Contains(_world.Started, script => script.Line == "/up");
        });
    }

    [Fact]
    public void Scripts_of_the_quorum_run_when_it_changes()
    {
        VirtualServerConfig service = Service("quorum_up /quorum-up\nquorum_down /quorum-down", "");

        Sys.EventStream.Publish(new QuorumTransitioned(service, true, 1));
        AwaitLines("/quorum-up");
        Sys.EventStream.Publish(new QuorumTransitioned(service, false, 0));
        AwaitAssert(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            Assert.Contains(_world.Started, script => script.Line == "/quorum-down");
        });
    }

    private static VirtualServerConfig Service(string lines, string server) => ConfLines.File($$"""
        virtual_server fwmark 1 {
            lvs_sched rr
            {{lines}}
            real_server 127.0.0.1 {
                {{server}}
            }
        }
        """).VirtualServers[0];

    private void Publish(string name, NotifiedState state) => Sys.EventStream.Publish(new InstanceTransitioned(
        NotifyWorld.Instance(name), VrrpState.Backup, state, VrrpReason.MasterDown, 100));

    private void AwaitLines(params string[] lines) => AwaitAssert(() =>
        Assert.Equal(lines.Order(), _world.Started.Select(script => script.Line).Order()));

    private NotifyWorld.StartedScript Script(string line) => _world.Started.Single(script => script.Line == line);

    // Also a barrier: the supervisor has handled everything that was told before.
    private NotifySnapshot Ask() => _notify.Ask<NotifySnapshot>(new GetNotifyState(), TimeSpan.FromSeconds(10)).Result;
}
