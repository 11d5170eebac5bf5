using Akka.Actor;
using Akka.Event;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Links;
using Keepalived.Actors.Supervision;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Lvs.Marking;

namespace Keepalived.Actors.Lvs;

/// <summary>The LVS side: one child for each virtual server; reload as a difference; the orderly stop.</summary>
public sealed partial class LvsSupervisor : UntypedActor
{
    private static readonly SupervisionLimits s_defaultLimits = new(10, TimeSpan.FromSeconds(60));
    private static readonly TimeSpan s_answerTime = TimeSpan.FromSeconds(2);

    private readonly LvsServices _services;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, VirtualServerSlot> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<IActorRef, VirtualServerSlot> _byActor = [];
    private readonly Action<(KeepalivedConfig Config, GroupMarks Marks)> _remember;
    private KeepalivedConfig _config;
    private GroupMarks _marks;
    private bool _isComplete;

    /// <summary>Virtual servers that have yet to tell the gateway what they want.</summary>
    private int _silent;
    private bool _mayCheck;

    /// <summary>Virtual servers that have yet to begin their checks.</summary>
    private int _idle;
    private bool _allBegun;

    private LvsSupervisor(
        LvsServices services,
        (KeepalivedConfig Config, GroupMarks Marks) run,
        Action<(KeepalivedConfig Config, GroupMarks Marks)> remember)
    {
        _services = services;
        _config = run.Config;
        _marks = run.Marks;
        _remember = remember;
    }

    public static Props Props(LvsServices services, KeepalivedConfig config)
    {
        // A restart goes on with the configuration of the last reload.
        object last = (config, GroupMarks.Of(config, GroupMarks.None));
        return ActorProps
            .Of(() => new LvsSupervisor(
                services,
                ((KeepalivedConfig, GroupMarks))Volatile.Read(ref last),
                next => Volatile.Write(ref last, next)))
            .WithDispatcher(DispatcherNames.Checks);
    }

    protected override SupervisorStrategy SupervisorStrategy() => SupervisionLimits
        .From(Context.System.Settings.Config, "checker", s_defaultLimits)
        .ToStrategy(static _ => Directive.Restart);

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(GatewayStarted));
        if (_config.Global.LvsFlush && !_services.TableIsPrepared)
        {
            _services.Gateway.Tell(new FlushVirtualServices());
        }

        ApplyTimeouts(null);
        ApplyMarking();
        VirtualServerSetups setups = new(_config, _marks);
        foreach (VirtualServerConfig server in _config.VirtualServers)
        {
            VirtualServerSetup setup = setups.Of(server);
            Start(NamedVirtualServer.NameOf(server, _slots.ContainsKey), setup);
        }

        FollowLinks();
        CompleteIfAllSpoke();
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case VirtualServerStarted:
                Spoke(Sender);
                break;
            case VirtualServicesSettled:
                BeginChecks();
                break;
            case ChecksStarted:
                Begun(Sender);
                break;
            case ConfigurationChanged changed:
                Reload(changed.Config);
                break;
            case StopLvs stop:
                StopAll(stop, Sender);
                break;
            case VirtualServerStopped:
                break;
            case StopTimedOut:
                AnswerStop();
                break;
            case Terminated terminated:
                Ended(terminated.ActorRef);
                break;
            case GatewayStarted started:
                // It begins anew: all children tell it again what they want, and then it may tidy up.
                ForgetSpoken(started);
                ApplyTimeouts(null);
                ApplyMarking();
                break;
            case LinksSynchronized synchronized:
                TellPresence(synchronized.Links);
                break;
            case LinkTableChanged changed:
                TellPresence(changed.Links);
                break;
            case GetLvsState:
                Collect(Sender);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Start(string name, VirtualServerSetup setup)
    {
        VirtualServerSlot slot = new(name, setup);
        _slots.Add(name, slot);
        slot.Actor = Context.ActorOf(VirtualServerActor.Props(_services, slot), ActorNames.VirtualServer(name));
        Context.Watch(slot.Actor);
        _byActor.Add(slot.Actor, slot);
        _silent++;
        _idle++;
    }

    private void Spoke(IActorRef actor)
    {
        if (_byActor.TryGetValue(actor, out VirtualServerSlot? slot) && !slot.HasSpoken)
        {
            slot.HasSpoken = true;
            _silent--;
        }

        if (slot is not null)
        {
            TellPresence(slot.Name);
            if (_mayCheck)
            {
                actor.Tell(new StartChecks());
            }

            CompleteIfAllSpoke();
        }
    }

    private void ForgetSpoken(GatewayStarted started)
    {
        _isComplete = false;
        _silent = 0;
        foreach (VirtualServerSlot slot in _slots.Values)
        {
            slot.HasSpoken = slot.Actor is null;
            _silent += slot.HasSpoken ? 0 : 1;
            slot.Actor?.Tell(started);
        }

        CompleteIfAllSpoke();
    }

    private void CompleteIfAllSpoke()
    {
        if (!_isComplete && _silent == 0)
        {
            _isComplete = true;
            _services.Gateway.Tell(new CompleteVirtualServices());
        }
    }

    /// <summary>
    /// The table comes first, with the servers that count as up until they were asked; the checkers of thousands of
    /// servers would only delay it.
    /// </summary>
    private void BeginChecks()
    {
        _mayCheck = true;
        foreach (VirtualServerSlot slot in _slots.Values)
        {
            slot.Actor?.Tell(new StartChecks());
        }
    }

    private void Begun(IActorRef actor)
    {
        if (_byActor.TryGetValue(actor, out VirtualServerSlot? slot))
        {
            Count(slot);
        }
    }

    private void Count(VirtualServerSlot slot)
    {
        _idle -= slot.HasBegun ? 0 : 1;
        slot.HasBegun = true;
        if (_idle == 0 && !_allBegun)
        {
            _allBegun = true;
            _services.Starting.Release(Context.System.EventStream);
        }
    }

    /// <summary>At start, at each reload that changes them, and for a new gateway.</summary>
    private void ApplyTimeouts(LvsTimeoutsConfig? before)
    {
        LvsTimeoutsConfig? timeouts = _config.Global.LvsTimeouts;
        if (timeouts != before)
        {
            _services.Gateway.Tell(new SetConnectionTimeouts(timeouts is null ? null : new IpvsCommand.SetTimeouts(
                (uint)timeouts.Tcp.TotalSeconds, (uint)timeouts.TcpFin.TotalSeconds, (uint)timeouts.Udp.TotalSeconds)));
        }
    }

    /// <summary>At start, at each reload, and for a new gateway; who hears the same again does nothing.</summary>
    private void ApplyMarking()
    {
        List<string> notices = [];
        _services.Gateway.Tell(new SetGroupMarking(GroupMarking.Of(_config, _marks, notices)));
        foreach (string notice in notices)
        {
            LvsLog.SharedTraffic(_log, notice);
        }
    }
}
