using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Keepalived.Actors.Supervision;
using Keepalived.Actors.Vrrp;
using Keepalived.Config.Model;
using Keepalived.Core.Tracking;

namespace Keepalived.Actors.Tracking;

/// <summary>
/// Parent of the trackers of scripts and files. It remembers what each last found, so that a subscriber hears it at
/// once and a restarted tracker does not start with "unknown".
/// </summary>
public sealed class TrackerSupervisor : UntypedActor
{
    private static readonly SupervisionLimits s_defaultLimits = new(10, TimeSpan.FromSeconds(60));

    private readonly KeepalivedServices _services;
    private readonly Dictionary<TrackerKey, Entry> _trackers = [];
    private readonly Dictionary<IActorRef, ImmutableArray<TrackerKey>> _subscribers = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();

    internal TrackerSupervisor(KeepalivedServices services) => _services = services;

    public static Props Props(KeepalivedServices services) =>
        ActorProps.Of(() => new TrackerSupervisor(services)).WithDispatcher(DispatcherNames.Vrrp);

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
                Apply(apply.Config);
                break;
            case Terminated terminated when _subscribers.Remove(terminated.ActorRef):
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
        if (entry.Status == found.Status)
        {
            return;
        }

        entry.Status = found.Status;
        foreach ((IActorRef subscriber, ImmutableArray<TrackerKey> wanted) in _subscribers)
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
        _subscribers[subscribe.Subscriber] = subscribe.Trackers;
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
        Dictionary<TrackerKey, object> wanted = [];
        HashSet<TrackerKey> used = UsedBy(config);
        foreach (TrackScriptConfig script in config.Scripts)
        {
            wanted.TryAdd(new TrackerKey(TrackerKind.Script, script.Name), script);
        }

        foreach (TrackFileConfig file in config.TrackFiles)
        {
            wanted.TryAdd(new TrackerKey(TrackerKind.File, file.Name), file);
        }

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
    }

    private static HashSet<TrackerKey> UsedBy(KeepalivedConfig config)
    {
        HashSet<TrackerKey> used = [];
        foreach (VrrpInstanceConfig instance in config.Instances)
        {
            used.UnionWith(instance.TrackScripts.Select(t => new TrackerKey(TrackerKind.Script, t.Name)));
            used.UnionWith(instance.TrackFiles.Select(t => new TrackerKey(TrackerKind.File, t.Name)));
        }

        foreach (VrrpSyncGroupConfig group in config.SyncGroups)
        {
            used.UnionWith(group.TrackScripts.Select(t => new TrackerKey(TrackerKind.Script, t.Name)));
            used.UnionWith(group.TrackFiles.Select(t => new TrackerKey(TrackerKind.File, t.Name)));
        }

        return used;
    }

    private void StartTracker(TrackerKey key, object settings)
    {
        Entry entry = new(settings);
        Props? props = settings switch
        {
            TrackScriptConfig => ScriptTrackerActor.Props(_services, () => (TrackScriptConfig)entry.Settings),
            TrackFileConfig => FileTrackerActor.Props(() => (TrackFileConfig)entry.Settings),
            _ => null,
        };
        string name = key.Kind == TrackerKind.Script ? ActorNames.Script(key.Name) : ActorNames.File(key.Name);
        entry.Actor = Context.ActorOf(props, Context.Child(name).IsNobody() ? name : $"{name}-{Guid.NewGuid():N}");
        Context.Watch(entry.Actor);
        _trackers[key] = entry;
    }

    /// <summary>
    /// A tracker that crashes too often counts as failed: what depends on it must not run on an old result.
    /// </summary>
    private void Ended(IActorRef actor)
    {
        foreach ((TrackerKey key, Entry entry) in _trackers.Where(t => actor.Equals(t.Value.Actor)).ToArray())
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
        0);

    private sealed class Entry(object settings)
    {
        public object Settings { get; set; } = settings;

        public IActorRef? Actor { get; set; }

        public TrackStatus Status { get; set; }

        public string Detail { get; set; } = "";
    }
}
