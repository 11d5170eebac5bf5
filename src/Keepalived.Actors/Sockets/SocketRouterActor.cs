using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;
using Keepalived.Wire;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Actors.Sockets;

/// <summary>
/// Demultiplexes VRRP datagrams to instances: one socket per interface, family and protocol serves all of them. The
/// receive checks run here on the bytes of the pooled batch, so that an instance gets one small message per advert.
/// </summary>
public sealed partial class SocketRouterActor : UntypedActor
{
    /// <summary>
    /// Lines about unknown virtual routers and unreadable packets per socket, until it is opened anew.
    /// </summary>
    private const int MaximumComplaints = 16;

    private readonly KeepalivedServices _services;
    private readonly Dictionary<VrrpInstanceKey, List<Route>> _routes = [];
    private readonly Dictionary<PacketSocketOptions, SocketEntry> _sockets = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private int _socketNumber;
    private long _datagrams;
    private long _unknown;
    private long _malformed;
    private int _complaints;
    private ApplyRouterConfig _config;

    internal SocketRouterActor(KeepalivedServices services, Func<ApplyRouterConfig> config)
    {
        _services = services;
        _config = config();
    }

    /// <param name="services">Socket factory, clock and announcer are used.</param>
    /// <param name="config">Asked at each start; a reload sends the next one.</param>
    public static Props Props(KeepalivedServices services, Func<ApplyRouterConfig> config) =>
        ActorProps.Of(() => new SocketRouterActor(services, config)).WithDispatcher(DispatcherNames.Vrrp);

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(-1, Timeout.InfiniteTimeSpan, static _ => Directive.Restart);

    protected override void PreStart() => Context.System.EventStream.Publish(new RouterStarted());

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case DatagramsReceived received:
                Deliver(received);
                break;
            case ForwardExpiry forward:
                forward.Instance.Tell(forward.Expiry);
                break;
            case SendAnnouncements or PaceAnnouncements or CancelAnnouncements or ApplyRouterConfig
                or RehearseAnnouncements:
                OnAnnouncing(message);
                break;
            case BindInstance bind:
                Bind(bind);
                break;
            case UnbindInstance unbind:
                Unbind(unbind.Key, Sender);
                break;
            case SocketOpened opened:
                Opened(opened);
                break;
            case SocketLost lost:
                Lost(lost);
                break;
            case Terminated terminated:
                Forget(terminated.ActorRef);
                break;
            case GetRouterState:
                Sender.Tell(Snapshot());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Deliver(DatagramsReceived received)
    {
        PacketBatch batch = received.Batch;
        try
        {
            _datagrams += batch.Count;
            for (int i = 0; i < batch.Count; i++)
            {
                Deliver(received.Socket, batch, i);
            }
        }
        finally
        {
            batch.Dispose();
        }
    }

    private void Deliver(PacketSocketOptions socket, PacketBatch batch, int index)
    {
        ReadOnlySpan<byte> datagram = batch.Datagram(index);
        ref readonly PacketBatch.Entry entry = ref batch[index];
        if (!VrrpReceiver.TryRead(datagram, entry, socket.Family, out VrrpPacketView packet, out DecodeError error))
        {
            _malformed++;
            Complain("malformed packet", entry.Source, error.ToString());
            return;
        }

        VrrpInstanceKey key = new(socket.InterfaceIndex, socket.Family, packet.VirtualRouterId);
        Route? route = Find(key, packet.Source);
        if (route is null)
        {
            _unknown++;
            if (_config.LogUnknown)
            {
                Complain("unknown VRID", packet.Source, packet.VirtualRouterId.ToString());
            }

            return;
        }

        // RFC 3339 time exists for nothing but the stamps of auth_hmac.
        ulong stamp = route.Parameters.Hmac is null ? 0 : VrrpHmacClock.StampOf(_services.WallClock.GetUtcNow());
        VrrpReceiveVerdict verdict = VrrpReceiver.Check(packet, route.Parameters, ref route.State, stamp);
        route.Counters.Add(verdict.Counters);
        if (verdict.IsAccepted)
        {
            route.Instance.Tell(route.Messages.Fill(batch.ReceivedAt, verdict));
        }
        else if (verdict.IsFirst)
        {
            route.Instance.Tell(new AdvertisementRejected(verdict.Source, verdict.Reason));
        }
    }

    private Route? Find(VrrpInstanceKey key, IpAddress source)
    {
        if (!_routes.TryGetValue(key, out List<Route>? routes))
        {
            return null;
        }

        // Unicast instances may share interface and VRID: then the peer decides.
        for (int i = 0; i < routes.Count && routes.Count > 1; i++)
        {
            foreach (VrrpPeer peer in routes[i].Parameters.Peers)
            {
                if (peer.Address == source)
                {
                    return routes[i];
                }
            }
        }

        return routes[0];
    }

    private void Complain(string what, IpAddress source, string detail)
    {
        if (_complaints++ < MaximumComplaints)
        {
            _log.Info("{0} from {1}: {2}", what, source, detail);
        }
    }

    private void Bind(BindInstance bind)
    {
        Unbind(bind.Key, Sender);
        if (!_routes.TryGetValue(bind.Key, out List<Route>? routes))
        {
            _routes.Add(bind.Key, routes = []);
        }

        routes.Add(new Route(Sender, bind));
        Context.Watch(Sender);
        PacketSocketOptions options = SharedBy(bind.Socket);
        if (!_sockets.TryGetValue(options, out SocketEntry? entry))
        {
            IActorRef actor = Context.ActorOf(
                PacketSocketActor.Props(_services.Sockets, options, Self),
                $"socket-{ActorNames.Escape(bind.Socket.InterfaceName)}-{bind.Socket.Family}-{++_socketNumber}");
            _sockets.Add(options, entry = new SocketEntry(actor));
        }

        entry.Users++;
        entry.ReceiveBytes += bind.Socket.ReceiveBufferBytes;
        if (entry.Socket is not null)
        {
            entry.Socket.SetReceiveBuffer(entry.ReceiveBufferSize);
            Sender.Tell(new InstanceBound(bind.Number, entry.Socket));
        }
    }

    private void Unbind(VrrpInstanceKey key, IActorRef instance)
    {
        if (!_routes.TryGetValue(key, out List<Route>? routes))
        {
            return;
        }

        int at = routes.FindIndex(r => r.Instance.Equals(instance));
        if (at < 0)
        {
            return;
        }

        PacketSocketOptions options = SharedBy(routes[at].Socket);
        int bytes = routes[at].Socket.ReceiveBufferBytes;
        routes.RemoveAt(at);
        if (routes.Count == 0)
        {
            _routes.Remove(key);
        }

        if (!_sockets.TryGetValue(options, out SocketEntry? entry))
        {
            return;
        }

        entry.ReceiveBytes -= bytes;
        if (--entry.Users == 0)
        {
            _sockets.Remove(options);
            Context.Stop(entry.Actor);
        }
    }

    private void Forget(IActorRef instance)
    {
        _pacer.Cancel(instance);
        foreach (VrrpInstanceKey key in _routes.Keys.ToArray())
        {
            Unbind(key, instance);
        }
    }

    private void Opened(SocketOpened opened)
    {
        if (Current(opened.Options) is { } entry)
        {
            _complaints = 0;
            entry.Socket = opened.Socket;
            entry.LastError = "";
            opened.Socket.SetReceiveBuffer(entry.ReceiveBufferSize);
            TellUsers(opened.Options, number => new InstanceBound(number, opened.Socket));
        }
    }

    private void Lost(SocketLost lost)
    {
        if (Current(lost.Options) is { } entry)
        {
            entry.Socket = null;
            entry.LastError = lost.Text;
            TellUsers(lost.Options, number => new InstanceSocketLost(number, lost.Errno, lost.Text));
        }
    }

    /// <summary>
    /// What the sender keeps open; null if it was stopped meanwhile: its successor may have been quicker, and must not
    /// lose its place to a socket that is being closed.
    /// </summary>
    private SocketEntry? Current(PacketSocketOptions options) =>
        _sockets.TryGetValue(options, out SocketEntry? entry) && entry.Actor.Equals(Sender) ? entry : null;

    private void TellUsers(PacketSocketOptions options, Func<int, ISocketMessage> messageOf)
    {
        foreach (List<Route> routes in _routes.Values)
        {
            foreach (Route route in routes)
            {
                if (SharedBy(route.Socket) == options)
                {
                    route.Instance.Tell(messageOf(route.Number));
                }
            }
        }
    }

    /// <summary>One socket serves all that differ in nothing but their share of its buffer.</summary>
    private static PacketSocketOptions SharedBy(PacketSocketOptions options) =>
        options.ReceiveBufferBytes == 0 ? options : options with { ReceiveBufferBytes = 0 };

    private RouterSnapshot Snapshot() => new(
        [.. _sockets.Select(
            s => new SocketSnapshot(s.Key, s.Value.Socket is not null, s.Value.Users, s.Value.LastError))],
        _datagrams,
        _unknown,
        _malformed);

    private sealed class Route(IActorRef instance, BindInstance bind)
    {
        /// <summary>A field: the check advances it in place.</summary>
        public VrrpReceiveState State = new(bind.Sequence);

        public IActorRef Instance { get; } = instance;

        public AdvertisementReceived.Place Messages { get; } = new();

        public int Number { get; } = bind.Number;

        public VrrpReceiveParameters Parameters { get; } = bind.Parameters;

        public VrrpCounters Counters { get; } = bind.Counters;

        public PacketSocketOptions Socket { get; } = bind.Socket;
    }

    private sealed class SocketEntry(IActorRef actor)
    {
        public IActorRef Actor { get; } = actor;

        public IPacketSocket? Socket { get; set; }

        public int Users { get; set; }

        /// <summary>The shares of all users.</summary>
        public long ReceiveBytes { get; set; }

        public int ReceiveBufferSize => (int)Math.Min(ReceiveBytes, int.MaxValue);

        public string LastError { get; set; } = "";
    }
}
