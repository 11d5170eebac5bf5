using System.Collections.Immutable;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Bfd;

/// <summary>
/// The listening sockets, one for each port and family that some session needs. One that cannot be opened, because
/// another program has the port, is tried again.
/// </summary>
internal sealed class BfdListeners : IProtocolTimerTarget, IDisposable
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(ushort Port, bool IsV6), Listener> _listeners = [];
    private readonly BfdServices _services;
    private readonly BfdDirectory _directory;
    private readonly IActorRef _supervisor;
    private readonly ILoggingAdapter _log;
    private readonly IProtocolTimer _timer;

    public BfdListeners(BfdServices services, BfdDirectory directory, IActorRef supervisor, ILoggingAdapter log)
    {
        _services = services;
        _directory = directory;
        _supervisor = supervisor;
        _log = log;
        _timer = services.Clock.CreateTimer(this, 0);
    }

    public ImmutableArray<BfdListener> Show() =>
        [.. _listeners.Select(l => new BfdListener(l.Key.Port, l.Key.IsV6, l.Value.Failure))];

    /// <summary>Opens what is missing and closes what nobody needs any more.</summary>
    public void Open(IEnumerable<BfdInstanceConfig> sessions)
    {
        HashSet<(ushort Port, bool IsV6)> wanted = [.. sessions.Select(session => (
            session.Multihop ? BfdReceiver.MultihopPort : BfdReceiver.SingleHopPort,
            session.Neighbor.AddressFamily == AddressFamily.InterNetworkV6))];
        foreach ((ushort Port, bool IsV6) key in _listeners.Keys.Except(wanted).ToArray())
        {
            _listeners.Remove(key, out Listener? unneeded);
            unneeded?.Socket?.Dispose();
        }

        foreach ((ushort port, bool isV6) in wanted)
        {
            if (!_listeners.TryGetValue((port, isV6), out Listener? listener))
            {
                listener = new Listener(new BfdReceiver(port, isV6, _directory, _supervisor));
                _listeners.Add((port, isV6), listener);
            }

            TryOpen(listener);
        }

        if (_listeners.Values.Any(l => l.Socket is null))
        {
            _timer.Start(_services.Clock.Now + s_retry, 0);
        }
    }

    public void Lost(BfdListenerFailed failed)
    {
        if (_listeners.TryGetValue((failed.Receiver.Port, failed.Receiver.IsV6), out Listener? listener)
            && ReferenceEquals(listener.Receiver, failed.Receiver))
        {
            listener.Socket = null;
            listener.Failure = ErrnoText.Of(failed.Errno);
            _timer.Start(_services.Clock.Now + s_retry, 0);
        }
    }

    public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now) =>
        _supervisor.Tell(CheckBfdListeners.Instance, ActorRefs.NoSender);

    public void Dispose()
    {
        _timer.Dispose();
        foreach (Listener listener in _listeners.Values)
        {
            listener.Socket?.Dispose();
        }
    }

    private void TryOpen(Listener listener)
    {
        if (listener.Socket is not null)
        {
            return;
        }

        BfdReceiver receiver = listener.Receiver;
        PacketSocketOptions options = new(
            0, "", receiver.IsV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, 0, IpAddress.None, 0)
        {
            UdpPort = receiver.Port,
        };
        listener.Socket = _services.Sockets.TryOpen(options, receiver, out _, out string failure);
        if (failure != listener.Failure && failure.Length > 0)
        {
            _log.Error(
                "BFD cannot listen at UDP port {0} ({1}): {2}; no session comes up before another program frees it",
                receiver.Port, receiver.IsV6 ? "IPv6" : "IPv4", failure);
        }

        listener.Failure = failure;
    }

    private sealed class Listener(BfdReceiver receiver)
    {
        public BfdReceiver Receiver => receiver;

        public IPacketSocket? Socket { get; set; }

        public string Failure { get; set; } = "";
    }
}
