using Akka.Actor;
using Akka.Event;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Notify;
using Keepalived.Actors.Supervision;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Actors.Lvs;

/// <summary>
/// One <c>virtual_server</c>: collects the verdicts of its checkers, decides about quorum and sorry server, and tells
/// the gateway what it wants in the table.
/// </summary>
internal sealed partial class VirtualServerActor : UntypedActor
{
    private static readonly SupervisionLimits s_defaultLimits = new(10, TimeSpan.FromSeconds(60));

    private readonly LvsServices _services;
    private readonly VirtualServerSlot _slot;
    private readonly List<VirtualServerEffect> _effects = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private VirtualServerSetup _setup;
    private VirtualServerState _state;
    private StopVirtualServer? _stopping;
    private bool _isInKernel;
    private bool _isTellingSoon;
    private bool _isSuspended;
    private bool _mayCheck;

    public VirtualServerActor(LvsServices services, VirtualServerSlot slot)
    {
        _services = services;
        _slot = slot;
        _setup = slot.Setup;
        _state = slot.State ?? VirtualServerMachine.Initial(_setup.Config);
        _isSuspended = _setup.Config.HaSuspend;
    }

    private VirtualServerConfig Config => _setup.Config;

    public static Props Props(LvsServices services, VirtualServerSlot slot) =>
        ActorProps.Of(() => new VirtualServerActor(services, slot)).WithDispatcher(DispatcherNames.Checks);

    protected override SupervisorStrategy SupervisorStrategy() => SupervisionLimits
        .From(Context.System.Settings.Config, "checker", s_defaultLimits)
        .ToStrategy(static _ => Directive.Restart);

    protected override void PreStart()
    {
        AddCheckers();
        if (_slot.State is null)
        {
            Handle(VirtualServerEvent.Startup);
        }

        // Before the word that it has started: whoever hears it counts on what was told.
        TellGateway();
        Context.Parent.Tell(new VirtualServerStarted());
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CheckCompleted completed:
                Completed(completed);
                break;
            case WeightChanged weight:
                Weigh(weight);
                break;
            case TableDue when _isTellingSoon:
                TellGateway();
                break;
            case TableDue:
                break;
            case UpdateVirtualServer update:
                Update(update.Setup);
                break;
            case StopVirtualServer stop:
                Stop(stop);
                break;
            case StartChecks:
                BeginChecks();
                break;
            case SetPresence presence:
                SetPresence(presence.IsPresent);
                break;
            case VirtualServicesApplied:
                Applied();
                break;
            case GatewayStarted:
                TellGateway();
                Context.Parent.Tell(new VirtualServerStarted());
                break;
            case Terminated terminated:
                CheckerEnded(terminated.ActorRef);
                break;
            case GetVirtualServerState:
                Sender.Tell(Snapshot());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Handle(in VirtualServerEvent e, bool reloading = false)
    {
        _effects.Clear();
        _state = VirtualServerMachine.Handle(Config, _state, e, _effects);
        RunEffects(Config, reloading);
    }

    /// <param name="shutDownConfig">The configuration that the indexes of servers that are shut down belong to.</param>
    private void RunEffects(VirtualServerConfig shutDownConfig, bool reloading)
    {
        _slot.State = _state;
        foreach (VirtualServerEffect effect in _effects)
        {
            bool isOld = effect.Kind == VirtualServerEffectKind.ServerShutDown;
            VirtualServerConfig config = isOld ? shutDownConfig : Config;
            LvsLog.VirtualServer(_services, _log, config, effect, reloading);
            Publish(config, effect, reloading);
        }

        if (_effects.Exists(static effect => effect.Kind == VirtualServerEffectKind.TableChanged) && _stopping is null)
        {
            TellGatewaySoon();
        }
    }

    /// <summary>
    /// After all verdicts that have come by now: when a hundred servers fail at once the table is told once.
    /// </summary>
    private void TellGatewaySoon()
    {
        _isInKernel = false;
        if (!_isTellingSoon)
        {
            _isTellingSoon = true;
            Self.Tell(TableDue.Instance);
        }
    }

    private void TellGateway()
    {
        _isTellingSoon = false;
        if (_stopping is null)
        {
            _isInKernel = false;
            _services.Gateway.Tell(new SetVirtualServices(
                _slot.Name, WantedServices.Of(Config, _state, _setup.Group, _setup.Mark)));
        }
    }

    private void Applied()
    {
        _isInKernel = !_isTellingSoon;
        if (_stopping is not null)
        {
            Finish();
        }
    }

    private void Stop(StopVirtualServer stop)
    {
        if (_stopping is not null)
        {
            return;
        }

        if (_isTellingSoon)
        {
            TellGateway();
        }

        _stopping = stop;
        StopCheckers();
        if (stop.Deleted)
        {
            LvsLog.VirtualServerRemoved(_log, Config);
        }

        // Scripts are told of a virtual server that a reload takes away, with omega or without.
        Handle(VirtualServerEvent.Shutdown, reloading: stop.Deleted);
        if (stop.KeepServices)
        {
            Finish();
        }
        else
        {
            _services.Gateway.Tell(new ReleaseVirtualServices(_slot.Name));
        }
    }

    private void Finish()
    {
        Context.Parent.Tell(new VirtualServerStopped());
        Context.Stop(Self);
    }

    private void Publish(VirtualServerConfig config, in VirtualServerEffect effect, bool reloading)
    {
        switch (effect.Kind)
        {
            case VirtualServerEffectKind.CheckerChanged:
                CheckerConfig checker = config.RealServers[effect.Server].Checkers[effect.Checker];
                Publish(config, effect, checker.Kind, CheckerText.Mail(checker, effect.IsUp), effect.ServerChanged);
                break;
            case VirtualServerEffectKind.ServerUp or VirtualServerEffectKind.ServerDown
                when effect.Initial || effect.Checker < 0:
                Publish(config, effect, "", effect.IsUp ? "Up" : "Down", stateChanged: true);
                break;
            case VirtualServerEffectKind.ServerShutDown when effect.IsUp && (reloading || config.Omega):
                string reason = reloading ? "Removing" : "Shutting down";
                Publish(config, effect with { IsUp = false }, "", reason, stateChanged: true);
                break;
            case VirtualServerEffectKind.QuorumGained or VirtualServerEffectKind.QuorumLost:
                bool isUp = effect.Kind == VirtualServerEffectKind.QuorumGained;
                Context.System.EventStream.Publish(new QuorumTransitioned(config, isUp, effect.To));
                break;
            case VirtualServerEffectKind.QuorumShutDown when reloading || config.Omega:
                // Of a service that a reload removes nothing is up any more.
                long total = reloading ? 0 : effect.To;
                Context.System.EventStream.Publish(
                    new QuorumTransitioned(config, false, total) { Stopping = _stopping is { Deleted: false } });
                break;
            default:
                break;
        }
    }

    private void Publish(
        VirtualServerConfig config, in VirtualServerEffect effect, string checker, string reason, bool stateChanged) =>
        Context.System.EventStream.Publish(new RealServerTransitioned(
            config, config.RealServers[effect.Server], effect.IsUp, stateChanged, checker, reason, effect.Initial)
        {
            Stopping = _stopping is { Deleted: false },
        });
}
