using Akka.Actor;
using Akka.Event;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Sockets;

/// <summary>
/// Keeps one raw socket open: a failed one is opened again at once, then with a back-off from 100 ms to 10 s, because
/// the interface may be away. The router hears of it when it has been away for a second.
/// </summary>
internal sealed class PacketSocketActor(
    IPacketSocketFactory factory,
    PacketSocketOptions options,
    IActorRef router) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan s_firstBackOff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestBackOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IPacketSocket? _socket;
    private TimeSpan _backOff = s_firstBackOff;
    private int _generation;
    private string _lastText = "";
    private int _lastErrno;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IPacketSocketFactory factory, PacketSocketOptions options, IActorRef router) =>
        ActorProps.Of(() => new PacketSocketActor(factory, options, router)).WithDispatcher(DispatcherNames.Vrrp);

    protected override void PreStart() => Open();

    protected override void PostStop() => _socket?.Dispose();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Failed failed when failed.Generation == _generation:
                _log.Warning(
                    "Socket on {0} failed, opening it again: {1}", options.InterfaceName, ErrnoText.Of(failed.Errno));
                _lastErrno = failed.Errno;
                _lastText = ErrnoText.Of(failed.Errno);
                _socket?.Dispose();
                _socket = null;
                Open();
                break;
            case Failed:
                break;
            case Retry:
                Open();
                break;
            case ReportLoss:
                router.Tell(new SocketLost(options, _lastErrno, _lastText));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Open()
    {
        _generation++;
        _socket = factory.TryOpen(
            options, new Receiver(router, Self, options, _generation), out int errno, out string text);
        if (_socket is not null)
        {
            Timers.CancelAll();
            _backOff = s_firstBackOff;
            router.Tell(new SocketOpened(options, _socket));
            return;
        }

        if (text != _lastText)
        {
            _log.Error("Cannot open a socket on {0}: {1}", options.InterfaceName, text);
        }

        _lastErrno = errno;
        _lastText = text;
        if (!Timers.IsTimerActive(nameof(ReportLoss)))
        {
            Timers.StartSingleTimer(nameof(ReportLoss), new ReportLoss(), s_tolerance);
        }

        Timers.StartSingleTimer(nameof(Retry), new Retry(), _backOff);
        _backOff = _backOff * 2 < s_longestBackOff ? _backOff * 2 : s_longestBackOff;
    }

    private sealed record Failed(int Generation, int Errno);

    private sealed record Retry;

    private sealed record ReportLoss;

    /// <summary>Lives on the protocol clock's thread and only passes on.</summary>
    private sealed class Receiver(IActorRef router, IActorRef owner, PacketSocketOptions options, int generation)
        : IPacketReceiver
    {
        public void Received(PacketBatch batch)
        {
            if (batch.Carrier is not DatagramsReceived carrier || !ReferenceEquals(carrier.Socket, options))
            {
                batch.Carrier = carrier = new DatagramsReceived(options, batch);
            }

            router.Tell(carrier, ActorRefs.NoSender);
        }

        public void SocketFailed(int errno) => owner.Tell(new Failed(generation, errno), ActorRefs.NoSender);
    }
}
