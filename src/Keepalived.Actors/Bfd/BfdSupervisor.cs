using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Keepalived.Actors.Supervision;
using Keepalived.Config.Model;

namespace Keepalived.Actors.Bfd;

/// <summary>
/// Parent of the BFD sessions. A session that crashes too often is given up and counts as down; the others go on.
/// </summary>
public sealed class BfdSupervisor : UntypedActor
{
    private static readonly SupervisionLimits s_defaultLimits = new(10, TimeSpan.FromSeconds(60));

    private readonly KeepalivedServices _services;
    private readonly BfdDirectory _directory = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Func<KeepalivedConfig> _configured;
    private BfdServices? _bfd;
    private BfdListeners? _listeners;

    private BfdSupervisor(KeepalivedServices services, Func<KeepalivedConfig> configured)
    {
        _services = services;
        _configured = configured;
    }

    /// <param name="configured">The configuration that runs, asked at each start of this actor.</param>
    public static Props Props(KeepalivedServices services, Func<KeepalivedConfig> configured) =>
        ActorProps.Of(() => new BfdSupervisor(services, configured)).WithDispatcher(DispatcherNames.Vrrp);

    protected override SupervisorStrategy SupervisorStrategy() =>
        SupervisionLimits.From(Context.System.Settings.Config, "bfd", s_defaultLimits)
            .ToStrategy(static _ => Directive.Restart);

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(ConfigurationChanged));
        Apply(_configured());
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _listeners?.Dispose();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ConfigurationChanged changed:
                Apply(changed.Config);
                break;
            case CheckBfdListeners:
                _listeners?.Open(Configs());
                break;
            case BfdListenerFailed failed:
                _listeners?.Lost(failed);
                break;
            case Terminated terminated:
                Ended(terminated.ActorRef);
                break;
            case GetBfdState:
                Sender.Tell(new BfdSnapshot([.. _entries.Values.Select(Show)], _listeners?.Show() ?? [])
                {
                    Refused = _directory.Refusals,
                });
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Apply(KeepalivedConfig config)
    {
        Dictionary<string, BfdInstanceConfig> wanted = config.BfdInstances.ToDictionary(b => b.Name);
        foreach ((string name, Entry entry) in _entries.ToArray())
        {
            if (!wanted.Remove(name, out BfdInstanceConfig? next))
            {
                entry.Successor = null;
                Stop(name, entry);
            }
            else if (entry.Slot.Config != next)
            {
                Change(name, entry, next);
            }
        }

        foreach (BfdInstanceConfig added in wanted.Values)
        {
            Start(added);
        }

        _listeners?.Open(Configs());
    }

    private IEnumerable<BfdInstanceConfig> Configs() => _entries.Values.Select(entry => entry.Slot.Config);

    private void Change(string name, Entry entry, BfdInstanceConfig next)
    {
        if (entry.Actor is { } actor && Who(entry.Slot.Config) == Who(next))
        {
            actor.Tell(new UpdateBfdSession(next));
        }
        else
        {
            entry.Successor = next;
            Stop(name, entry);
        }
    }

    /// <summary>What makes it another session: everything that its sockets and its peer know it by.</summary>
    private static (string Neighbor, string? Source, int Ttl, bool Multihop) Who(BfdInstanceConfig config) =>
        (config.Neighbor.ToString(), config.SourceAddress?.ToString(), config.Ttl, config.Multihop);

    private void Start(BfdInstanceConfig config)
    {
        _bfd ??= _services.OpenBfd!();
        _listeners ??= new BfdListeners(_bfd, _directory, Self, _log);
        BfdSessionSlot slot = new(config);
        IActorRef actor = Context.Watch(Context.ActorOf(
            BfdSessionActor.Props(_bfd, _services.BfdBoard, _directory, slot), ActorNames.Bfd(config.Name)));
        _entries[config.Name] = new Entry(slot) { Actor = actor };
    }

    private void Stop(string name, Entry entry)
    {
        if (entry.Actor is { } actor)
        {
            // Its name is free, and its neighbour, when it has ended.
            entry.IsLeaving = true;
            Context.Stop(actor);
        }
        else
        {
            _entries.Remove(name);
            Succeed(entry);
        }
    }

    private void Succeed(Entry entry)
    {
        if (entry.Successor is { } next)
        {
            Start(next);
            _listeners?.Open(Configs());
        }
    }

    private void Ended(IActorRef actor)
    {
        foreach ((string name, Entry entry) in _entries.Where(e => actor.Equals(e.Value.Actor)).ToArray())
        {
            entry.Actor = null;
            if (entry.IsLeaving)
            {
                _entries.Remove(name);
                Succeed(entry);
                continue;
            }

            _log.Error("BFD session {0} failed too often and is stopped: {1}", name, entry.Slot.LastError);
            _services.BfdBoard.Report(name, isUp: false);
        }
    }

    private static BfdSessionSnapshot Show(Entry entry) =>
        (entry.Slot.Run?.Snapshot ?? new BfdSessionSnapshot { Config = entry.Slot.Config }) with
        {
            Path = entry.Actor?.Path.ToStringWithoutAddress() ?? "",
            Restarts = entry.Slot.Restarts,
            LastError = entry.Slot.LastError,
        };

    private sealed class Entry(BfdSessionSlot slot)
    {
        public BfdSessionSlot Slot { get; } = slot;

        public IActorRef? Actor { get; set; }

        public bool IsLeaving { get; set; }

        /// <summary>Starts when this one has ended.</summary>
        public BfdInstanceConfig? Successor { get; set; }
    }
}
