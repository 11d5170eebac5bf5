using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using BenchmarkDotNet.Attributes;
using Keepalived.Actors;
using Keepalived.Actors.Sockets;
using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Benchmarks.Micro;

/// <summary>
/// Adverts from the socket's thread through the router to an actor, a full batch at a time. What is allocated for each
/// is the one message that the actor gets.
/// </summary>
[MemoryDiagnoser]
public class AdvertHopBenchmark
{
    private const string Hocon = """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        keepalived.dispatchers.vrrp { type = Dispatcher, throughput = 1 }
        """;

    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _isBound = new(0);
    private readonly SemaphoreSlim _heard = new(0);
    private ActorSystem _system = null!;
    private IPacketReceiver _receiver = null!;
    private PacketBatch _batch = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _system = ActorSystem.Create("bench", ConfigurationFactory.ParseString(Hocon));
        KeepalivedServices services = new()
        {
            Clock = null!,
            Sockets = new Factory(receiver => _receiver = receiver),
            Kernel = null!,
            OpenKernelMonitor = static () => throw new NotSupportedException(),
            Announcer = null!,
            Scripts = null!,
        };
        ApplyRouterConfig config = new(LogUnknown: false, AnnouncementLimits.None);
        IActorRef router = _system.ActorOf(SocketRouterActor.Props(services, () => config));
        _system.ActorOf(ActorProps.Of(() => new Instance(router, this)).WithDispatcher(DispatcherNames.Vrrp));
        byte[] advert = Samples.Advert(version: 3);
        _batch = new PacketBatch(static _ => { });
        for (int i = 0; i < PacketBatch.Capacity; i++)
        {
            _batch.Add(
                advert, new PacketBatch.Entry(advert.Length, Samples.Sender, VrrpCodec.MulticastGroupV4, 255, 1));
        }

        Await(_isBound);
    }

    [GlobalCleanup]
    public void End() => _system.Terminate().GetAwaiter().GetResult();

    [Benchmark(OperationsPerInvoke = PacketBatch.Capacity)]
    public void Advert_to_its_instance()
    {
        _batch.Lend();
        _receiver.Received(_batch);
        Await(_heard);
    }

    private static void Await(SemaphoreSlim sign)
    {
        if (!sign.Wait(s_long))
        {
            throw new InvalidOperationException("An advert got lost: the benchmark would measure the wrong path.");
        }
    }

    private sealed class Instance(IActorRef router, AdvertHopBenchmark benchmark) : UntypedActor
    {
        private int _count;

        protected override void PreStart() => router.Tell(new BindInstance(
            1,
            new VrrpInstanceKey(1, AddressFamily.InterNetwork, 51),
            new PacketSocketOptions(1, "eth0", AddressFamily.InterNetwork, 112, VrrpCodec.MulticastGroupV4, 0),
            Samples.Receive(version: 3),
            new VrrpSequence(),
            new VrrpCounters()));

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case AdvertisementReceived advertisement:
                    advertisement.GiveBack();
                    if (++_count % PacketBatch.Capacity == 0)
                    {
                        benchmark._heard.Release();
                    }

                    break;
                case InstanceBound:
                    benchmark._isBound.Release();
                    break;
            }
        }
    }

    private sealed class Factory(Action<IPacketReceiver> opened) : IPacketSocketFactory
    {
        public IPacketSocket? TryOpen(
            PacketSocketOptions options, IPacketReceiver receiver, out int errno, out string failure)
        {
            (errno, failure) = (0, "");
            opened(receiver);
            return new OpenSocket(options);
        }
    }

    private sealed class OpenSocket(PacketSocketOptions options) : IPacketSocket
    {
        public PacketSocketOptions Options => options;

        public bool IsClosed => false;

        public void Dispose()
        {
        }
    }
}
