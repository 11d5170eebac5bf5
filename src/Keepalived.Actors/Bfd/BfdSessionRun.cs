using Akka.Actor;
using Akka.Event;
using Keepalived.Config.Model;
using Keepalived.Core.Bfd;
using Keepalived.Core.Ports;
using Keepalived.Wire.Bfd;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Bfd;

/// <summary>
/// The running part of a session: packets and timers drive the machine on the clock's thread, so that a packet that
/// changes nothing costs no message. Changes go to the board, a bug to the actor that owns this.
/// </summary>
internal sealed class BfdSessionRun : IProtocolTimerTarget, IDisposable
{
    private const int SendTimer = 0;
    private const int DetectionTimer = 1;

    private readonly Lock _gate = new();
    private readonly List<BfdEffect> _effects = [];
    private readonly BfdServices _services;
    private readonly BfdStatusBoard _board;
    private readonly BfdSender _sender;
    private readonly IActorRef _actor;
    private readonly ILoggingAdapter _log;
    private readonly IProtocolTimer _sendTimer;
    private readonly IProtocolTimer _detectionTimer;
    private BfdInstanceConfig _config;
    private BfdParameters _parameters;
    private BfdSessionState _state;
    private BfdCounters _counters;

    public BfdSessionRun(
        BfdServices services,
        BfdStatusBoard board,
        BfdInstanceConfig config,
        uint discriminator,
        IUntypedActorContext context)
    {
        _services = services;
        _board = board;
        _config = config;
        _parameters = BfdParameters.From(config);
        _state = BfdSessionMachine.Initial(_parameters, discriminator);
        _actor = context.Self;
        _log = context.GetLogger();
        Neighbor = IpAddress.From(config.Neighbor);
        Source = IpAddress.From(config.SourceAddress);
        Port = config.Multihop ? BfdReceiver.MultihopPort : BfdReceiver.SingleHopPort;
        _sender = new BfdSender(services, new DatagramPathOptions(
            Source, Neighbor, Port, (byte)config.Ttl, 0));
        _sendTimer = services.Clock.CreateTimer(this, SendTimer);
        _detectionTimer = services.Clock.CreateTimer(this, DetectionTimer);
    }

    public IpAddress Neighbor { get; }

    public IpAddress Source { get; }

    public ushort Port { get; }

    public BfdSessionSnapshot Snapshot
    {
        get
        {
            lock (_gate)
            {
                bool heard = _counters.Received > 0;
                return new BfdSessionSnapshot
                {
                    Config = _config,
                    State = _state,
                    Counters = _counters with { SendErrors = _sender.Errors },
                    SinceReceived = heard ? _services.Clock.Now - _state.LastReceived : null,
                    SendFailure = _sender.Failure,
                };
            }
        }
    }

    /// <summary>GTSM (RFC 5881 5) as <c>max_hops</c> loosens it: what passed too many routers is not from it.</summary>
    public bool IsNear(byte hopLimit) => hopLimit + _config.MaxHops >= _config.Ttl;

    public void Start() => Handle(BfdEventKind.Started, default, 0);

    public void Received(in BfdControlPacket packet) => Handle(BfdEventKind.PacketReceived, packet, 0);

    public void Reconfigure(BfdInstanceConfig config)
    {
        lock (_gate)
        {
            _config = config;
            _parameters = BfdParameters.From(config);
            Handle(BfdEventKind.Reconfigured, default, 0);
        }
    }

    public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now) =>
        Handle(id == SendTimer ? BfdEventKind.SendDue : BfdEventKind.DetectionExpired, default, generation);

    /// <summary>Says goodbye to the peer, so that it need not wait for the detection time.</summary>
    public void Dispose()
    {
        Handle(BfdEventKind.Stopped, default, 0);
        _sendTimer.Dispose();
        _detectionTimer.Dispose();
        _sender.Dispose();
    }

    private void Handle(BfdEventKind kind, in BfdControlPacket packet, int generation)
    {
        try
        {
            lock (_gate)
            {
                Decide(kind, packet, generation);
            }
        }
        catch (Exception exception)
        {
            _actor.Tell(new BfdSessionBroke(exception), ActorRefs.NoSender);
        }
    }

    private void Decide(BfdEventKind kind, in BfdControlPacket packet, int generation)
    {
        if (kind == BfdEventKind.PacketReceived)
        {
            _counters = _counters with { Received = _counters.Received + 1 };
        }

        BfdEvent e = new(kind, _services.Clock.Now, _services.Fraction())
        {
            Packet = packet, Generation = generation,
        };
        _effects.Clear();
        _state = BfdSessionMachine.Handle(_parameters, _state, e, _effects);
        foreach (BfdEffect effect in _effects)
        {
            Run(effect);
        }
    }

    private void Run(in BfdEffect effect)
    {
        switch (effect.Kind)
        {
            case BfdEffectKind.Send or BfdEffectKind.SendFinal:
                Send(effect.Kind == BfdEffectKind.SendFinal);
                break;
            case BfdEffectKind.StartSendTimer:
                _sendTimer.Start(effect.DueAt, effect.Generation);
                break;
            case BfdEffectKind.StopSendTimer:
                _sendTimer.Stop();
                break;
            case BfdEffectKind.StartDetectionTimer:
                _detectionTimer.Start(effect.DueAt, effect.Generation);
                break;
            case BfdEffectKind.StopDetectionTimer:
                _detectionTimer.Stop();
                break;
            case BfdEffectKind.StateChanged:
                Changed(effect.Before);
                break;
            case BfdEffectKind.StatusChanged:
                _board.Report(_config.Name, effect.IsUp);
                break;
            case BfdEffectKind.PollStarted:
                BfdLog.PollStarted(_log, _config.Name);
                break;
            case BfdEffectKind.TimesChanged:
                BfdLog.Times(_log, _config.Name, _state);
                break;
            default:
                throw new InvalidOperationException($"no rule for {effect.Kind}");
        }
    }

    private void Send(bool isFinal)
    {
        Span<byte> octets = stackalloc byte[BfdControlPacket.Length];
        int length = BfdSessionMachine.PacketOf(_parameters, _state, isFinal).Encode(octets);
        string before = _sender.Failure;
        if (_sender.Send(octets[..length]))
        {
            _counters = _counters with { Sent = _counters.Sent + 1 };
        }

        if (_sender.Failure != before)
        {
            BfdLog.Sending(_log, _config.Name, _sender.Failure);
        }
    }

    private void Changed(BfdState before)
    {
        BfdLog.Entered(_log, _config.Name, _state, before);
        _counters = _counters with
        {
            CameUp = _counters.CameUp + (_state.IsUp ? 1 : 0),
            WentDown = _counters.WentDown + (before == BfdState.Up ? 1 : 0),
        };
    }
}
