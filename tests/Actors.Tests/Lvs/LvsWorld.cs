using System.Collections.Concurrent;
using System.Net;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Lvs;
using Keepalived.Actors.Notify;
using Keepalived.Actors.Tests.Fakes;
using Keepalived.Config;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;
using Keepalived.Core.Tests;

namespace Keepalived.Actors.Tests.Lvs;

/// <summary>
/// The whole tree with virtual servers, over ports in memory. Time stands still unless the test moves it.
/// </summary>
public abstract class LvsWorld : TestKit
{
    private const string Hocon = """
        akka.loglevel = ERROR
        akka.test.single-expect-default = 20s
        akka.stdout-loglevel = OFF
        akka.loggers = ["Akka.TestKit.TestEventListener, Akka.TestKit"]
        keepalived.dispatchers {
          vrrp { type = Dispatcher, throughput = 1 }
          kernel { type = Dispatcher }
          virtual-services { type = Dispatcher }
          checks { type = Dispatcher }
          slow { type = Dispatcher }
        }
        """;

    private IActorRef _keepalived = ActorRefs.Nobody;

    /// <param name="hocon">More settings, which win.</param>
    private protected LvsWorld(string hocon = "")
        : base($"{Hocon}\n{hocon}")
    {
        Kernel.WithLink(2, "eth0", "192.0.2.254");
        IActorRef recorder = Sys.ActorOf(ActorProps.Of(() => new Recorder(Facts)));
        Sys.EventStream.Subscribe(recorder, typeof(RealServerTransitioned));
        Sys.EventStream.Subscribe(recorder, typeof(QuorumTransitioned));
    }

    private protected ManualClock Clock { get; } = new();

    private protected FakeKernel Kernel { get; } = new();

    private protected FakeChecks Checks { get; } = new();

    private protected InMemoryVirtualServiceTable Table { get; } = new();

    private protected KeepRecord Record { get; } = new();

    private protected ConcurrentQueue<string> Facts { get; } = new();

    /// <summary>The notifying side; null = none.</summary>
    private protected Func<Props>? Notify { get; set; }

    /// <summary>Gets the lines of the side under test; null = the actor system's logger does.</summary>
    private protected Action<string>? Lines { get; set; }

    /// <summary>Instead of the side under test; null = that.</summary>
    private protected Func<Props>? LvsSide { get; set; }

    private protected KeepalivedConfig NextConfig { get; set; } = KeepalivedConfig.Empty;

    private protected void Start(params VirtualServerConfig[] servers) =>
        Start(new KeepalivedConfig { VirtualServers = [.. servers] });

    private protected void Start(KeepalivedConfig first)
    {
        NextConfig = first;
        KeepalivedServices services = new()
        {
            Clock = Clock,
            Sockets = new FakeSockets(),
            Kernel = Kernel,
            OpenKernelMonitor = () => Kernel,
            Announcer = new FakeAnnouncer(),
            Scripts = new FakeScripts(),
            OpenIpvs = () => new IpvsReconciler(Table, Record),
        };
        KeepalivedConfig config = NextConfig;
        KeepalivedParts parts = new()
        {
            Started = Result(config),
            Load = () => Result(NextConfig),
            Notify = Notify,
            Lvs = (gateway, links) =>
                LvsSide?.Invoke() ?? LvsSupervisor.Props(
                    new LvsServices(Clock, Checks, gateway, links) { Log = Lines }, config),
        };
        _keepalived = Sys.ActorOf(KeepalivedSupervisor.Props(services, parts), ActorNames.Keepalived);
    }

    private protected static ConfigResult Result(KeepalivedConfig config) => new(config, [], 0, StartVerdict.Run);

    private protected IActorRef Gateway => Child("kernel");

    private protected IActorRef Lvs => Child("lvs");

    private protected IActorRef Child(string path) =>
        Sys.ActorSelection(_keepalived.Path / path.Split('/'))
            .ResolveOne(TimeSpan.FromSeconds(5)).GetAwaiter().GetResult();

    private protected Task<KeepalivedStopped> Stop() =>
        _keepalived.Ask<KeepalivedStopped>(new StopKeepalived(), TimeSpan.FromSeconds(10));

    private protected void Reload(params VirtualServerConfig[] servers)
    {
        NextConfig = new KeepalivedConfig { VirtualServers = [.. servers] };
        Lvs.Tell(new ConfigurationChanged(NextConfig, 2));
    }

    private protected LvsSnapshot Snapshot() =>
        Lvs.Ask<LvsSnapshot>(new GetLvsState(), TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();

    private protected KernelStateSnapshot KernelState() =>
        Gateway.Ask<KernelStateSnapshot>(new GetKernelState(), TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();

    private protected IpvsSnapshot KernelTable() =>
        Gateway.Ask<IpvsSnapshot>(new GetVirtualServices(), TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();

    /// <summary>Port of each service with last octet and weight of each destination.</summary>
    private protected void ExpectTable(string expected) =>
        AwaitAssert(() => Assert.Equal(expected, Text(KernelTable().Present)));

    /// <summary>So many and no more: some are told when the table is written already.</summary>
    private protected void AwaitFirstFacts(int quorums, int servers)
    {
        AwaitAssert(() => Assert.Equal(
            quorums, Facts.Count(fact => fact.StartsWith("quorum up", StringComparison.Ordinal))));
        AwaitAssert(() => Assert.Equal(
            servers, Facts.Count(fact => fact.EndsWith(" initial", StringComparison.Ordinal))));
    }

    private protected static string Text(IEnumerable<VirtualService> services) => string.Join("; ", services
        .OrderBy(service => service.Service.Key.Port)
        .Select(service => $"{service.Service.Key.Port}: " + string.Join(' ', service.Destinations
            .OrderBy(destination => destination.Key.Address)
            .Select(destination => $"{destination.Key.Address.ToString().Split('.')[^1]}*{destination.Weight}"))));

    /// <summary>Until each checker of these servers has made so many more attempts; an interval for each.</summary>
    private protected void RunChecks(int attempts, params int[] servers)
    {
        for (int i = 0; i < attempts; i++)
        {
            int[] before = [.. servers.Select(server => Checks.Attempts(Address(server)))];
            AwaitAssert(() =>
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                Assert.All(Enumerable.Range(0, servers.Length), n => Assert.True(
                    Checks.Attempts(Address(servers[n])) > before[n]));
            });
        }
    }

    private protected static string Address(int server) => $"192.0.2.{server}";

    private protected static RealServerConfig Server(int number, params CheckerConfig[] checkers) => new()
    {
        Address = IPAddress.Parse(Address(number)),
        Port = 80,
        Checkers = new([.. checkers.Length > 0 ? checkers : [Tcp(number)]]),
    };

    private protected static CheckerConfig Tcp(int number) =>
        new CheckerConfig.Tcp(new CheckTarget(IPAddress.Parse(Address(number)), 80))
        {
            Retry = 0, DelayLoop = TimeSpan.FromSeconds(1), Warmup = TimeSpan.Zero,
        };

    private protected static VirtualServerConfig Service(ushort port, params RealServerConfig[] servers) => new()
    {
        Key = new VirtualServerKey.Address(IPAddress.Parse("198.51.100.1"), port, ServiceProtocol.Tcp),
        Protocol = ServiceProtocol.Tcp,
        RealServers = new([.. servers]),
    };

    /// <summary>A service with a server on 192.0.2.1 that is tried each second, and these lines in it.</summary>
    private protected static VirtualServerConfig Written(string lines) => ConfLines.File($$"""
        virtual_server 198.51.100.1 80 {
            protocol TCP
            lvs_sched wlc
            {{lines}}
            real_server 192.0.2.1 80 {
                TCP_CHECK {
                    retry 0
                    delay_loop 1
                    warmup 0
                }
            }
        }
        """).VirtualServers[0];

    private protected sealed class KeepRecord : IServiceOwnershipRecord
    {
        public IReadOnlyCollection<IpvsServiceKey> Saved { get; private set; } = [];

        public IpvsOwnership Load() => new(Saved, []);

        public string? Save(IpvsOwnership ownership)
        {
            Saved = [.. ownership.Services];
            return null;
        }
    }

    private protected class Recorder(ConcurrentQueue<string> facts) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case RealServerTransitioned t:
                    facts.Enqueue($"{t.RealServer.Address} {(t.IsUp ? "up" : "down")}{(t.StateChanged ? "!" : "")}"
                        + $" {t.Checker}{(t.Initial ? " initial" : "")}{(t.Stopping ? " stopping" : "")}");
                    break;
                case QuorumTransitioned q:
                    facts.Enqueue($"quorum {(q.IsUp ? "up" : "down")} {q.Total}{(q.Stopping ? " stopping" : "")}");
                    break;
            }
        }
    }
}
