using System.Collections.Concurrent;
using System.Net;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Keepalived.Actors.Bfd;
using Keepalived.Actors.Notify;
using Keepalived.Actors.Sockets;
using Keepalived.Actors.Tests.Fakes;
using Keepalived.Actors.Vrrp;
using Keepalived.Config;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Keepalived.Core.Tests;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Tests.Vrrp;

/// <summary>The whole tree over ports in memory. Time stands still unless the test moves it.</summary>
public abstract class ActorWorld : TestKit
{
    private const string Hocon = """
        akka.loglevel = ERROR
        akka.test.single-expect-default = 20s
        keepalived.dispatchers {
          vrrp { type = Dispatcher, throughput = 1 }
          kernel { type = Dispatcher }
          virtual-services { type = Dispatcher }
          checks { type = Dispatcher }
          slow { type = Dispatcher }
        }
        """;

    private protected ActorWorld()
        : base(Hocon)
    {
        Sockets.Now = () => Clock.Now;
        Kernel.WithLink(2, "eth0", "192.0.2.1");
        Sys.EventStream.Subscribe(TestActor, typeof(KeepalivedFailed));
        IActorRef recorder = Sys.ActorOf(ActorProps.Of(() => new Recorder(Transitions)));
        Sys.EventStream.Subscribe(recorder, typeof(InstanceTransitioned));
        Sys.EventStream.Subscribe(recorder, typeof(GroupTransitioned));
    }

    private protected ManualClock Clock { get; } = new();

    private protected FakeKernel Kernel { get; } = new();

    private protected FakeSockets Sockets { get; } = new();

    private protected FakeAnnouncer Announcer { get; } = new();

    private protected FakeScripts Scripts { get; } = new();

    private protected ConcurrentQueue<string> Transitions { get; } = new();

    private protected KeepalivedConfig NextConfig { get; set; } = KeepalivedConfig.Empty;

    /// <summary>What the drivers of polled interfaces say; null = there is nobody to ask.</summary>
    private protected ILinkProbe? Probe { get; set; }

    /// <summary>What is left of <c>vrrp_startup_delay</c>.</summary>
    private protected TimeSpan StartupDelay { get; set; }

    private protected Func<BfdServices>? Bfd { get; set; }

    /// <summary><c>-D</c>.</summary>
    private protected bool LogDetail { get; set; }

    private protected KeepalivedServices Services => new()
    {
        Clock = Clock,
        Sockets = Sockets,
        Kernel = Kernel,
        OpenKernelMonitor = () => Kernel,
        Announcer = Announcer,
        Scripts = Scripts,
        LinkProbe = Probe,
        StartupDelay = () => StartupDelay,
        OpenBfd = Bfd,
        LogDetail = LogDetail,
    };

    private protected IActorRef Start(params VrrpInstanceConfig[] instances) =>
        Start(new KeepalivedConfig { Instances = [.. instances] });

    private protected IActorRef Start(KeepalivedConfig config)
    {
        NextConfig = config;
        KeepalivedParts parts = new() { Started = Result(config), Load = LoadNext, Current = () => NextConfig };
        return Sys.ActorOf(KeepalivedSupervisor.Props(Services, parts), ActorNames.Keepalived);
    }

    private protected ConfigDiagnostic? Flaw { get; set; }

    private ConfigResult LoadNext() =>
        Flaw is { } flaw ? Result(NextConfig) with { Diagnostics = [flaw] } : Result(NextConfig);

    private protected static ConfigResult Result(KeepalivedConfig config) => new(config, [], 0, StartVerdict.Run);

    private protected static VrrpInstanceConfig Instance(byte vrid, byte priority = 100) => new()
    {
        Name = $"VI_{vrid}",
        Interface = "eth0",
        VirtualRouterId = vrid,
        Priority = priority,
        VirtualAddresses = [Address(vrid)],
    };

    /// <summary>The instance <c>Instance(1)</c> as a file, with these lines in it and before it.</summary>
    private protected static KeepalivedConfig Written(string lines, string before = "") => ConfLines.File($$"""
        {{before}}
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 1
            virtual_ipaddress {
                192.0.2.101/24
            }
            {{lines}}
        }
        """);

    private protected static VirtualAddressConfig Address(byte vrid) =>
        new() { Address = IPAddress.Parse(Vip(vrid)), PrefixLength = 24, Device = "eth0" };

    private protected static string Vip(byte vrid) => $"192.0.2.{100 + vrid}";

    private protected static VrrpSendParameters Peer(byte vrid) => new()
    {
        VirtualRouterId = vrid,
        Source = IpAddress.Parse("192.0.2.2"),
        Destinations = [IpAddress.Parse("224.0.0.18")],
        Addresses = [IpAddress.Parse(Vip(vrid))],
    };

    private protected ManualTransmitter? Transmitter(byte vrid) => Clock.TransmitterOf(IpAddress.Parse(Vip(vrid)));

    /// <summary>Lets everything that was told so far be worked off, without moving protocol time.</summary>
    private protected VrrpSnapshot Snapshot(IActorRef keepalived) =>
        keepalived.Ask<VrrpSnapshot>(new GetVrrpState(), TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();

    /// <summary>
    /// Until who did what the test has seen, an instance or the router, is through with the message that made it do so:
    /// a timer that it starts last is not running before.
    /// </summary>
    private protected void LetFinish(IActorRef keepalived)
    {
        Snapshot(keepalived);
        Router();
    }

    private protected RouterSnapshot Router() => Sys.ActorSelection("/user/keepalived/vrrp/sockets")
        .Ask<RouterSnapshot>(new GetRouterState(), TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();

    private protected VrrpInstanceSnapshot State(IActorRef keepalived, string name) =>
        Snapshot(keepalived).Instances.Single(i => i.Config.Name == name);

    private protected void MakeMaster(IActorRef keepalived, params byte[] vrids)
    {
        foreach (byte vrid in vrids)
        {
            AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, $"VI_{vrid}").State));
        }

        Clock.Advance(TimeSpan.FromSeconds(4));
        foreach (byte vrid in vrids)
        {
            AwaitAssert(() => Assert.True(Kernel.Has(Vip(vrid)) && Transmitter(vrid) is { IsArmed: true }));
        }
    }

    private sealed class Recorder(ConcurrentQueue<string> transitions) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case InstanceTransitioned t:
                    transitions.Enqueue($"{t.Name} {t.From}->{t.To} {t.Reason}");
                    break;
                case GroupTransitioned g:
                    transitions.Enqueue($"group {g.Name} {g.From}->{g.To}");
                    break;
            }
        }
    }
}
