using Akka.Actor;
using Akka.Event;
using Keepalived.Actors.Configuration;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Links;
using Keepalived.Actors.Supervision;
using Keepalived.Actors.Vrrp;

namespace Keepalived.Actors;

/// <summary>
/// The top of the tree, in place of watchdog processes. A part that fails more often than its level allows is not
/// restarted here for ever: the process stops in order with a non-zero status and the service manager starts it anew.
/// </summary>
public sealed class KeepalivedSupervisor(KeepalivedServices services, KeepalivedParts parts) : UntypedActor
{
    private static readonly SupervisionLimits s_defaultLimits = new(3, TimeSpan.FromSeconds(60));

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _kernel = ActorRefs.Nobody;
    private IActorRef _links = ActorRefs.Nobody;
    private IActorRef _vrrp = ActorRefs.Nobody;
    private IActorRef _syncDaemon = ActorRefs.Nobody;
    private IActorRef _lvs = ActorRefs.Nobody;
    private IActorRef _bfd = ActorRefs.Nobody;
    private IActorRef _configuration = ActorRefs.Nobody;
    private IActorRef _notify = ActorRefs.Nobody;
    private IActorRef _dump = ActorRefs.Nobody;
    private IActorRef? _stopRequester;
    private bool _vrrpStopped;
    private bool _lvsStopped;
    private bool _syncDaemonStopped;
    private Exception? _lastFailure;

    public static Props Props(KeepalivedServices services, KeepalivedParts parts) =>
        ActorProps.Of(() => new KeepalivedSupervisor(services, parts)).WithDispatcher(DispatcherNames.Slow);

    protected override SupervisorStrategy SupervisorStrategy()
    {
        SupervisionLimits limits = parts.NoRespawn
            ? new SupervisionLimits(0, TimeSpan.FromSeconds(60))
            : SupervisionLimits.From(Context.System.Settings.Config, "keepalived", s_defaultLimits);
        return limits.ToStrategy(Decide);
    }

    protected override void PreStart()
    {
        _links = Start(LinkMonitorActor.Props(services.OpenKernelMonitor, services.LinkProbe), ActorNames.Links);
        _kernel = Start(KernelGatewayActor.Props(services, _links), ActorNames.Kernel);
        if (parts.Notify is not null)
        {
            _notify = Start(parts.Notify(), ActorNames.Notify);
            Notify.NotifySupervisor.Listen(Context.System.EventStream, _notify);
        }

        if (parts.RunVrrp && services.OpenIpvs is not null)
        {
            // Before the instances, so that it hears all that they tell.
            _syncDaemon = Start(Lvs.SyncDaemonActor.Props(_kernel, parts.Config), ActorNames.SyncDaemon);
            Lvs.SyncDaemonActor.Listen(Context.System.EventStream, _syncDaemon);
        }

        // Without any instance too: a reload may bring the first one.
        if (parts.RunVrrp)
        {
            _vrrp = Start(VrrpSupervisor.Props(services, parts.Running, _kernel, _links), ActorNames.Vrrp);
        }

        if (parts.RunCheckers && parts.Lvs is not null)
        {
            _lvs = Start(parts.Lvs(_kernel, _links), ActorNames.Lvs);
        }

        // Without any session too: a reload may bring the first one.
        if (parts.RunBfd && services.OpenBfd is not null)
        {
            _bfd = Start(Bfd.BfdSupervisor.Props(services, parts.Running), ActorNames.BfdSessions);
        }

        _configuration = Start(ConfigurationActor.Props(parts, _vrrp, _lvs), ActorNames.Configuration);
        if (parts.Dump is not null)
        {
            KeepalivedActors actors = new(_kernel, _links, _configuration, _vrrp, _lvs, _notify)
            {
                Bfd = _bfd,
            };
            _dump = Start(parts.Dump(actors), ActorNames.Dump);
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IConfigurationMessage configuration:
                _configuration.Forward(configuration);
                break;
            case StopKeepalived:
                Stop(Sender);
                break;
            case VrrpStopped:
                _vrrpStopped = true;
                Drain();
                break;
            case Lvs.LvsStopped:
                _lvsStopped = true;
                Drain();
                break;
            case Lvs.SyncDaemonsStopped:
                _syncDaemonStopped = true;
                Drain();
                break;
            case GatewayDrained:
                _stopRequester?.Tell(new KeepalivedStopped());
                break;
            case AreYouAlive question:
                Probe(question);
                break;
            case Terminated terminated:
                PartEnded(terminated.ActorRef);
                break;
            case IVrrpMessage vrrp:
                _vrrp.Forward(vrrp);
                break;
            default:
                _dump.Forward(message);
                break;
        }
    }

    private Directive Decide(Exception reason)
    {
        _lastFailure = reason;
        return Directive.Restart;
    }

    private static IActorRef Start(Props props, string name)
    {
        IActorRef actor = Context.ActorOf(props, name);
        Context.Watch(actor);
        return actor;
    }

    private void Stop(IActorRef requester)
    {
        if (_stopRequester is not null)
        {
            return;
        }

        _stopRequester = requester;
        _vrrpStopped = _vrrp.IsNobody();
        _lvsStopped = _lvs.IsNobody();
        _syncDaemonStopped = _syncDaemon.IsNobody();
        if (!_lvsStopped && !parts.KeepIpvsServices)
        {
            // Before those are asked who want them: thousands of checkers take their time to end.
            _kernel.Tell(new ReleaseAllVirtualServices());
        }

        _syncDaemon.Tell(new Lvs.StopSyncDaemons());
        _vrrp.Tell(new StopVrrp(parts.KeepVrrpItems));
        _lvs.Tell(new Lvs.StopLvs(parts.KeepIpvsServices));
        Drain();
    }

    private void Drain()
    {
        if (_vrrpStopped && _lvsStopped && _syncDaemonStopped)
        {
            // Only now: an instance that tracks a session must not take its end for a failure.
            if (!_bfd.IsNobody())
            {
                Context.Stop(_bfd);
            }

            _kernel.Tell(new DrainGateway());
        }
    }

    private void Probe(AreYouAlive question)
    {
        if (_vrrp.IsNobody())
        {
            Sender.Tell(new Alive(question.Number));
        }
        else
        {
            _vrrp.Forward(question);
        }
    }

    private void PartEnded(IActorRef actor)
    {
        if (_stopRequester is not null)
        {
            return;
        }

        string reason = _lastFailure?.Message ?? "it ended by itself";
        _log.Error("{0} failed too often and was given up: {1}", actor.Path.Name, reason);
        Context.System.EventStream.Publish(new KeepalivedFailed(actor.Path.Name, reason));
    }
}
