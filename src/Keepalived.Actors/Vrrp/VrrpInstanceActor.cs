using Akka.Actor;
using Akka.Event;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Links;
using Keepalived.Actors.Sockets;
using Keepalived.Actors.Tracking;
using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Vrrp;

/// <summary>
/// One <c>vrrp_instance</c>: hands every event to the machine and runs its effects. A failed Master resigns before its
/// successor starts in Initialize: two Masters by our own fault is what we never risk.
/// </summary>
public sealed partial class VrrpInstanceActor : UntypedActor
{
    private readonly KeepalivedServices _services;
    private readonly VrrpNeighbours _neighbours;
    private readonly InstanceSlot _slot;
    private readonly VrrpEffects _effects = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private InstanceClock _clock = null!;
    private VrrpParameters _parameters;
    private VrrpInstanceState _state;
    private byte _priorityBefore;
    private LinkTable? _links;
    private bool _started;
    private IActorRef? _stopRequester;
    private StopInstance? _stopping;

    internal VrrpInstanceActor(KeepalivedServices services, VrrpNeighbours neighbours, InstanceSlot slot)
    {
        _services = services;
        _neighbours = neighbours;
        _slot = slot;
        _parameters = MakeParameters();
        _state = VrrpInstanceState.Initial(_parameters);
    }

    private string Name => _slot.Config.Name;

    /// <summary>Of what it has in the kernel: never another one's, and the same when a reload renames it.</summary>
    private string Owner => Self.Path.Name;

    internal static Props Props(KeepalivedServices services, VrrpNeighbours neighbours, InstanceSlot slot) =>
        ActorProps.Of(() => new VrrpInstanceActor(services, neighbours, slot)).WithDispatcher(DispatcherNames.Vrrp);

    protected override void PreStart()
    {
        _clock = new InstanceClock(_services.Clock, Self, _neighbours.Router);
        Context.System.EventStream.Subscribe(Self, typeof(GatewayStarted));
        Context.System.EventStream.Subscribe(Self, typeof(RouterStarted));
        SubscribeToWorld();
    }

    protected override void PreRestart(Exception reason, object message)
    {
        _slot.Restarts++;
        _slot.LastError = reason.Message;
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        Resign();
        Unbind();
        _clock?.Dispose();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AdvertisementReceived received:
                Receive(received);
                break;
            case TimerExpired expired:
                Handle(new VrrpEvent
                {
                    Kind = VrrpEventKind.TimerFired,
                    Now = _services.Clock.Now,
                    Timer = expired.Timer,
                    Generation = expired.Generation,
                    Unscheduled = expired.Unscheduled,
                });
                break;
            case RenewLease renew:
                _transmitter?.Renew(renew.Generation);
                break;
            case AdvertisementRejected rejected:
                VrrpLog.Rejected(_log, Name, rejected.Source, rejected.Reason);
                break;
            case ILinkMessage link:
                UpdateLinks(link);
                break;
            case ISocketMessage socket:
                UpdateSocket(socket);
                break;
            case IKernelMessage kernel:
                UpdateKernel(kernel);
                break;
            case ITrackerMessage tracker:
                UpdateTracker(tracker);
                break;
            case IVrrpMessage vrrp:
                OnVrrp(vrrp);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnVrrp(IVrrpMessage message)
    {
        switch (message)
        {
            case GroupRequires required when required.Group == _slot.Group:
                Handle(Event(VrrpEventKind.GroupRequires) with { RequiredState = required.State });
                break;
            case GroupAsks asks when asks.Group == _slot.Group:
                ReportToGroup();
                break;
            case GroupRequires or GroupAsks:
                // A reload has just moved the instance; its new group hears of it by the reload.
                break;
            case LeaseLost lost:
                RegainLease(lost);
                break;
            case SilenceExceeded silence:
                if (_advertising is { } schedule && schedule.Generation == silence.Generation)
                {
                    Handle(Event(VrrpEventKind.SilenceExceeded));
                }

                break;
            case SendingFailed failed:
                ReportSendFailure(failed);
                BindAgainIfClosed();
                break;
            case UpdateInstance update:
                Update(update);
                break;
            case StopInstance stop:
                Stop(stop);
                break;
            case GetInstanceState:
                Sender.Tell(Snapshot());
                break;
            case AreYouAlive question:
                Sender.Tell(new Alive(question.Number));
                break;
            case ClearStatistics:
                ForgetStatistics();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private VrrpEvent Event(VrrpEventKind kind) => new() { Kind = kind, Now = _services.Clock.Now };

    private void Handle(in VrrpEvent e)
    {
        if (e.Kind != VrrpEventKind.SilenceExceeded)
        {
            GiveUpIfSilentTooLong();
        }

        Step(e);
    }

    /// <summary>After a stall a packet, a timer or a signal may come before the schedule notices it.</summary>
    private void GiveUpIfSilentTooLong()
    {
        bool mayBe = _parameters.LongestSilence is not null && _advertising is not null;
        if (mayBe && _transmitter is { WasSilentTooLong: true })
        {
            Step(Event(VrrpEventKind.SilenceExceeded));
        }
    }

    private void Step(in VrrpEvent e)
    {
        _effects.Clear();
        _priorityBefore = _state.EffectivePriority;
        _state = VrrpStateMachine.Handle(_parameters, _state, e, _effects);
        for (int i = 0; i < _effects.Count; i++)
        {
            Run(_effects[i], e.Now);
        }
    }

    private void Receive(AdvertisementReceived received)
    {
        if (_slot.Config.Debug > 0)
        {
            Trace(received);
        }

        if (received.Complaint != VrrpReceiveReason.None)
        {
            VrrpLog.Complaint(_log, Name, received.Source, received.Complaint);
        }

        if (received.OldChecksumAdopted)
        {
            _source?.UseOldChecksum();
        }

        Handle(new VrrpEvent
        {
            Kind = VrrpEventKind.AdvertisementReceived,
            Now = received.At,
            Source = received.Source,
            Priority = received.Priority,
            Interval = received.Interval,
            Sequence = received.Sequence,
        });
        received.GiveBack();
    }

    private void ForgetStatistics()
    {
        _slot.Counters.Clear();
        _slot.SentBefore = -(_transmitter?.SentCount ?? 0);
        _slot.PriorityZeroSentBefore = -(_transmitter?.PriorityZeroSentCount ?? 0);
    }
}
