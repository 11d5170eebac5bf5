using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Notify;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Notify;

namespace Keepalived.Actors.Lvs;

/// <summary>
/// <c>lvs_sync_daemon</c>: keeps the kernel's connection synchronization as the followed VRRP instance is.
/// </summary>
internal sealed class SyncDaemonActor : UntypedActor
{
    private readonly IActorRef _gateway;
    private readonly Memory _memory;
    private ImmutableArray<SyncDaemon> _told = [];
    private IActorRef? _stopRequester;

    private SyncDaemonActor(IActorRef gateway, Memory memory)
    {
        _gateway = gateway;
        _memory = memory;
    }

    public static Props Props(IActorRef gateway, KeepalivedConfig config)
    {
        // What the instances are outlives a restart of this actor: they only tell of changes.
        Memory memory = new(config);
        return ActorProps.Of(() => new SyncDaemonActor(gateway, memory)).WithDispatcher(DispatcherNames.Slow);
    }

    /// <inheritdoc cref="NotifySupervisor.Listen"/>
    public static void Listen(EventStream facts, IActorRef actor)
    {
        facts.Subscribe(actor, typeof(InstanceTransitioned));
        facts.Subscribe(actor, typeof(ConfigurationChanged));
        facts.Subscribe(actor, typeof(GatewayStarted));
    }

    protected override void PreStart() => Follow();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InstanceTransitioned transitioned:
                _memory.States[transitioned.Name] = transitioned.To;
                Follow();
                break;
            case ConfigurationChanged changed:
                _memory.Config = changed.Config;
                Follow();
                break;
            case GatewayStarted:
                _told = [];
                Follow();
                break;
            case StopSyncDaemons:
                Stop(Sender);
                break;
            case VirtualServicesApplied:
                _stopRequester?.Tell(new SyncDaemonsStopped());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Follow()
    {
        string instance = _memory.Config.Global.LvsSyncDaemon?.Instance ?? "";
        NotifiedState? state = _memory.States.TryGetValue(instance, out NotifiedState known) ? known : null;
        ImmutableArray<SyncDaemon> wanted = SyncDaemonPlan.Of(_memory.Config, state);
        if (_stopRequester is null && !wanted.SequenceEqual(_told))
        {
            _told = wanted;
            _gateway.Tell(new SetSyncDaemons(wanted));
        }
    }

    private void Stop(IActorRef requester)
    {
        _stopRequester = requester;
        if (_told.IsEmpty)
        {
            requester.Tell(new SyncDaemonsStopped());
        }
        else
        {
            _told = [];
            _gateway.Tell(new SetSyncDaemons([]));
        }
    }

    private sealed class Memory(KeepalivedConfig config)
    {
        public KeepalivedConfig Config { get; set; } = config;

        public Dictionary<string, NotifiedState> States { get; } = new(StringComparer.Ordinal);
    }
}
