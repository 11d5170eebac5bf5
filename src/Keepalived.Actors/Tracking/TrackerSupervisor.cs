using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Keepalived.Actors.Supervision;
using Keepalived.Actors.Vrrp;
using Keepalived.Config.Model;
using Keepalived.Core.Tracking;

namespace Keepalived.Actors.Tracking;

/// <summary>
/// Parent of the trackers of scripts, files, processes and BFD sessions. It remembers what each last found, so that a
/// subscriber hears it at once and a restarted tracker does not start with "unknown".
/// </summary>
public sealed class TrackerSupervisor : UntypedActor
{
    private static readonly SupervisionLimits s_defaultLimits = new(10, TimeSpan.FromSeconds(60));

    private readonly KeepalivedServices _services;
    private readonly Memory _memory;
    private readonly Dictionary<TrackerKey, Entry> _trackers = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _processes = ActorRefs.Nobody;
    private WatchProcesses _watched = new([]);

    private TrackerSupervisor(KeepalivedServices services, Memory memory)
    {
        _services = services;
        _memory = memory;
    }

    public static Props Props(KeepalivedServices services)
    {
        Memory memory = new();
        return ActorProps.Of(() => new TrackerSupervisor(services, memory)).WithDispatcher(DispatcherNames.Vrrp);
    }

    protected override void PreStart()
    {
        // After a restart: the subscribers are the same, and hear what the new trackers find.
        foreach (IActorRef subscriber in _memory.Subscribers.Keys)
        {
            Context.Watch(subscriber);
        }

        if (_memory.Config is { } config)
        {
            Apply(config);
        }
    }

    protected override SupervisorStrategy SupervisorStrategy() =>
        SupervisionLimits.From(Context.System.Settings.Config, "tracker", s_defaultLimits)
            .ToStrategy(static _ => Directive.Restart);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TrackerFound found:
                Found(found);
                break;
            case SubscribeTrackers subscribe:
                Subscribe(subscribe);
                break;
            case ApplyTrackers apply:
                _memory.Config = apply.Config;
                Apply(apply.Config);
                break;
            case TellCount tell:
                _processes.Forward(tell);
                break;
            case Terminated terminated when _memory.Subscribers.Remove(terminated.ActorRef):
                break;
            case Terminated terminated:
                Ended(terminated.ActorRef);
                break;
            case GetTrackers:
                Sender.Tell(new TrackersSnapshot([.. _trackers.Select(Show)]));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Found(TrackerFound found)
    {
        if (!_trackers.TryGetValue(found.Tracker, out Entry? entry))
        {
            return;
        }

        entry.Detail = found.Detail;
        entry.Processes = found.Processes;
        if (entry.Status == found.Status)
        {
            return;
        }

        entry.Status = found.Status;
        foreach ((IActorRef subscriber, ImmutableArray<TrackerKey> wanted) in _memory.Subscribers)
        {
            if (wanted.Contains(found.Tracker))
            {
                subscriber.Tell(new TrackerChanged(found.Tracker, found.Status));
            }
        }
    }

    private void Subscribe(SubscribeTrackers subscribe)
    {
        Context.Watch(subscribe.Subscriber);
        _memory.Subscribers[subscribe.Subscriber] = subscribe.Trackers;
        foreach (TrackerKey key in subscribe.Trackers)
        {
            if (_trackers.TryGetValue(key, out Entry? entry) && entry.Status.IsKnown)
            {
                subscribe.Subscriber.Tell(new TrackerChanged(key, entry.Status));
            }
        }
    }

    /// <summary>
    /// Only what something tracks runs; what is unchanged keeps its result (vrrp-behaviour, section 18).
    /// </summary>
    private void Apply(KeepalivedConfig config)
    {
        Dictionary<TrackerKey, object> wanted = Configured(config);
        HashSet<TrackerKey> used = UsedBy(config);
        foreach (TrackerKey key in _trackers.Keys.Where(k => !used.Contains(k) || !wanted.ContainsKey(k)).ToArray())
        {
            _trackers.Remove(key, out Entry? entry);
            if (entry?.Actor is { } actor)
            {
                Context.Unwatch(actor);
                Context.Stop(actor);
            }
        }

        foreach ((TrackerKey key, object settings) in wanted.Where(w => used.Contains(w.Key)))
        {
            if (_trackers.TryGetValue(key, out Entry? entry) && entry.Actor is { } running)
            {
                if (!entry.Settings.Equals(settings))
                {
                    entry.Settings = settings;
                    running.Tell(new UpdateTracker(settings));
                }
            }
            else
            {
                StartTracker(key, settings);
            }
        }

        WatchProcesses();
    }

    private static Dictionary<TrackerKey, object> Configured(KeepalivedConfig config)
    {
        Dictionary<TrackerKey, object> configured = [];
        foreach (TrackScriptConfig script in config.Scripts)
        {
            configured.TryAdd(new TrackerKey(TrackerKind.Script, script.Name), script);
        }

        foreach (TrackFileConfig file in config.TrackFiles)
        {
            configured.TryAdd(new TrackerKey(TrackerKind.File, file.Name), file);
        }

        foreach (TrackProcessConfig process in config.TrackProcesses)
        {
            configured.TryAdd(new TrackerKey(TrackerKind.Process, process.Name), process);
        }

        foreach (BfdInstanceConfig session in config.BfdInstances)
        {
            configured.TryAdd(new TrackerKey(TrackerKind.Bfd, session.Name), session.Name);
        }

        return configured;
    }

    private static HashSet<TrackerKey> UsedBy(KeepalivedConfig config)
    {
        HashSet<TrackerKey> used = [];
        foreach (VrrpInstanceConfig instance in config.Instances)
        {
            Add(TrackerKind.Script, instance.TrackScripts);
            Add(TrackerKind.File, instance.TrackFiles);
            Add(TrackerKind.Process, instance.TrackProcesses);
            Add(TrackerKind.Bfd, instance.TrackBfds);
        }

        foreach (VrrpSyncGroupConfig group in config.SyncGroups)
        {
            Add(TrackerKind.Script, group.TrackScripts);
            Add(TrackerKind.File, group.TrackFiles);
            Add(TrackerKind.Process, group.TrackProcesses);
            Add(TrackerKind.Bfd, group.TrackBfds);
        }

        return used;

        void Add(TrackerKind kind, EquatableArray<TrackConfig> tracks) =>
            used.UnionWith(tracks.Select(track => new TrackerKey(kind, track.Name)));
    }

    /// <summary>One look at the machine's processes serves all who count some; without any there is none.</summary>
    private void WatchProcesses()
    {
        WatchProcesses watched = new([.. _trackers.Values
            .Where(entry => entry is { Settings: TrackProcessConfig, Actor: not null })
            .Select(entry => new WatchedProcess(ProcessPattern.Of((TrackProcessConfig)entry.Settings), entry.Actor!))]);
        if (watched.Watched.AsSpan().SequenceEqual(_watched.Watched.AsSpan()))
        {
            return;
        }

        _watched = watched;
        if (watched.Watched.IsEmpty)
        {
            Context.Unwatch(_processes);
            Context.Stop(_processes);
            _processes = ActorRefs.Nobody;
        }
        else if (_processes.IsNobody())
        {
            _processes = Context.Watch(Context.ActorOf(
                ProcessMonitorActor.Props(_services.OpenProcessMonitor, () => _watched),
                FreeName(ActorNames.Processes)));
        }
        else
        {
            _processes.Tell(watched);
        }
    }

    private void StartTracker(TrackerKey key, object settings)
    {
        Entry entry = new(settings);
        Props? props = settings switch
        {
            TrackScriptConfig => ScriptTrackerActor.Props(_services, () => (TrackScriptConfig)entry.Settings),
            TrackFileConfig => FileTrackerActor.Props(_services.TrackedFiles, () => (TrackFileConfig)entry.Settings),
            TrackProcessConfig => ProcessTrackerActor.Props(_services, () => (TrackProcessConfig)entry.Settings),
            string session => BfdTrackerActor.Props(_services.BfdBoard, session),
            _ => null,
        };
        entry.Actor = Context.ActorOf(props, FreeName(ActorNames.Tracker(key.Kind, key.Name)));
        Context.Watch(entry.Actor);
        _trackers[key] = entry;
    }

    /// <summary>Its own name, unless the last bearer is still on its way out.</summary>
    private static string FreeName(string name) =>
        Context.Child(name).IsNobody() ? name : $"{name}-{Guid.NewGuid():N}";

    /// <summary>
    /// A tracker that crashes too often counts as failed: what depends on it must not run on an old result.
    /// </summary>
    private void Ended(IActorRef actor)
    {
        // Without the monitor no process tracker is of any use.
        bool isMonitor = actor.Equals(_processes);
        foreach ((TrackerKey key, Entry entry) in _trackers
            .Where(t => isMonitor ? t.Key.Kind == TrackerKind.Process : actor.Equals(t.Value.Actor)).ToArray())
        {
            entry.Actor = null;
            _log.Error("Tracker {0} failed too often and is stopped", key.Name);
            Found(new TrackerFound(
                key, key.Kind == TrackerKind.File ? TrackStatus.OfFile(0) : TrackStatus.Down, "stopped"));
        }
    }

    private static TrackerSnapshot Show(KeyValuePair<TrackerKey, Entry> tracker) => new(
        tracker.Key.Kind.ToString().ToLowerInvariant(),
        tracker.Key.Name,
        !tracker.Value.Status.IsKnown ? "init"
            : tracker.Key.Kind == TrackerKind.File ? tracker.Value.Status.Value.ToString()
            : tracker.Value.Status.IsUp ? "good" : "bad",
        tracker.Value.Detail,
        tracker.Value.Actor?.Path.ToStringWithoutAddress() ?? "",
        0)
    {
        Processes = tracker.Value.Processes,
    };

    private sealed class Entry(object settings)
    {
        public object Settings { get; set; } = settings;

        public IActorRef? Actor { get; set; }

        public TrackStatus Status { get; set; }

        public string Detail { get; set; } = "";

        public TrackedProcesses? Processes { get; set; }
    }

    /// <summary>What outlives a restart.</summary>
    private sealed class Memory
    {
        public Dictionary<IActorRef, ImmutableArray<TrackerKey>> Subscribers { get; } = [];

        public KeepalivedConfig? Config { get; set; }
    }
}
