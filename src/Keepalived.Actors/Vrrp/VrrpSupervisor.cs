using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Links;
using Keepalived.Actors.Sockets;
using Keepalived.Actors.Supervision;
using Keepalived.Actors.Tracking;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Vrrp;

/// <summary>
/// Parent of router, trackers, groups and instances. Begins when the interfaces are known and what an earlier run left
/// has been removed; an instance that crashes too often is stopped and shown as Fault, the others go on.
/// </summary>
public sealed partial class VrrpSupervisor : UntypedActor
{
    private static readonly SupervisionLimits s_defaultLimits = new(3, TimeSpan.FromSeconds(30));

    private readonly KeepalivedServices _services;
    private readonly IActorRef _kernel;
    private readonly IActorRef _links;
    private readonly Dictionary<string, InstanceEntry> _instances = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GroupEntry> _groups = new(StringComparer.Ordinal);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly VrrpDirectory _directory = new();
    private readonly List<(object Message, IActorRef Sender)> _early = [];
    private KeepalivedConfig _config;
    private IActorRef _router = ActorRefs.Nobody;
    private IActorRef _trackers = ActorRefs.Nobody;
    private LinkTable? _linkTable;
    private bool _running;

    public VrrpSupervisor(KeepalivedServices services, KeepalivedConfig config, IActorRef kernel, IActorRef links)
    {
        _services = services;
        _config = config;
        _kernel = kernel;
        _links = links;
    }

    /// <param name="configured">The configuration that runs, asked at each start of this actor.</param>
    public static Props Props(
        KeepalivedServices services, Func<KeepalivedConfig> configured, IActorRef kernel, IActorRef links) =>
        ActorProps.Of(() => new VrrpSupervisor(services, configured(), kernel, links))
            .WithDispatcher(DispatcherNames.Vrrp);

    protected override SupervisorStrategy SupervisorStrategy() =>
        SupervisionLimits.From(Context.System.Settings.Config, "instance", s_defaultLimits)
            .ToStrategy(static _ => Directive.Restart);

    protected override void PreStart()
    {
        _router = Context.ActorOf(
            SocketRouterActor.Props(_services, RouterConfig), ActorNames.Sockets);
        _trackers = Context.ActorOf(TrackerSupervisor.Props(_services), ActorNames.Trackers);
        _trackers.Tell(new ApplyTrackers(_config));
        _links.Tell(new SubscribeLinks(Self, []));
    }

    private ApplyRouterConfig RouterConfig() => new(_config.Global.LogUnknownVrids, new AnnouncementLimits(_config));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LinksSynchronized synchronized:
                Synchronized(synchronized.Links);
                break;
            case LinkTableChanged changed:
                _linkTable = changed.Links;
                break;
            case GatewayDrained when !_running:
                Begin();
                break;
            case GatewayDrained or BatchApplied or BatchRefused:
                break;
            case Terminated terminated:
                ChildEnded(terminated.ActorRef);
                break;
            case InstanceStopped stopped:
                InstanceEnded(stopped.Name, Sender);
                break;
            case IVrrpMessage when !_running:
                // Answered in order as soon as the instances are there.
                _early.Add((message, Sender));
                break;
            case IVrrpMessage vrrp:
                OnVrrp(vrrp, Sender);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnVrrp(object message, IActorRef sender)
    {
        switch (message)
        {
            case ApplyVrrpConfig apply:
                Reload(apply.Config, sender);
                break;
            case StopVrrp stop:
                StopAll(stop, sender);
                break;
            case GetVrrpState:
                Collect(sender);
                break;
            case AreYouAlive question:
                ProbeInstances(question, sender);
                break;
            case ClearStatistics clear:
                foreach (InstanceEntry entry in _instances.Values)
                {
                    entry.Actor?.Tell(clear);
                }

                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Synchronized(LinkTable links)
    {
        bool isFirst = _linkTable is null;
        _linkTable = links;
        if (isFirst)
        {
            // Decision 22: what a killed daemon left goes before anybody listens; owners and static items are kept.
            _kernel.Tell(new RemoveLeftovers(Leftovers(links), Kept(links)));
        }
    }

    private ImmutableArray<KernelItem> Leftovers(LinkTable links)
    {
        HashSet<KernelItem> items = [.. _services.OwnedItems.Read(links).Where(item => Leftover.IsOurs(item, links))];
        foreach (VrrpInstanceConfig instance in _config.Instances)
        {
            items.UnionWith(ItemsOf(instance, links));
        }

        return [.. items];
    }

    private ImmutableArray<KernelItem> Kept(LinkTable links)
    {
        HashSet<KernelItem> keep = [.. Statics(_config, links)];
        foreach (VrrpInstanceConfig owner in _config.Instances.Where(i => i.IsOwner))
        {
            keep.UnionWith(ItemsOf(owner, links));
        }

        return [.. keep];
    }

    private static IEnumerable<KernelItem> ItemsOf(VrrpInstanceConfig instance, LinkTable links) =>
        VirtualItems.Addresses(
            instance.VirtualAddresses.Concat(instance.ExcludedAddresses), instance.Interface, links);

    private static ImmutableArray<KernelItem> Statics(KeepalivedConfig config, LinkTable links) =>
    [
        .. VirtualItems.Addresses(config.StaticAddresses, config.Global.DefaultInterface, links),
        .. VirtualRoutes.Items(config.StaticRoutes, links),
        .. VirtualRules.Items(config.StaticRules),
        .. Switches(config.Global),
    ];

    private static IEnumerable<KernelItem> Switches(GlobalConfig global)
    {
        if (global.DisableLocalIgmp)
        {
            yield return new SysctlItem("net/ipv4/igmp_link_local_mcast_reports", "0");
        }
    }

    private void Begin()
    {
        _running = true;
        JudgeLinks();
        ApplyStatics(KeepalivedConfig.Empty);
        foreach (VrrpSyncGroupConfig group in _config.SyncGroups)
        {
            StartGroup(group);
        }

        foreach (VrrpInstanceConfig instance in _config.Instances)
        {
            StartInstance(instance);
        }

        foreach ((object message, IActorRef sender) in _early)
        {
            OnVrrp(message, sender);
        }

        _early.Clear();
    }

    private void JudgeLinks()
    {
        _links.Tell(new JudgeLinks(LinkPolicies.Of(_config)));
        bool hasRouting = !_config.StaticRoutes.IsEmpty || !_config.StaticRules.IsEmpty
            || _config.Instances.Any(i => !i.Routes.IsEmpty || !i.Rules.IsEmpty);
        if (hasRouting)
        {
            _links.Tell(new WatchRouting());
        }
    }

    private void StartInstance(VrrpInstanceConfig config)
    {
        InstanceSlot slot = new(config, GroupOf(config.Name));
        VrrpNeighbours neighbours = new(_kernel, _links, _router, _trackers, _directory);
        IActorRef actor = Context.ActorOf(
            VrrpInstanceActor.Props(_services, neighbours, slot), UniqueName(ActorNames.Instance(config.Name)));
        Context.Watch(actor);
        _instances[config.Name] = new InstanceEntry(slot, actor);
        if (slot.Group is { } group && _groups.TryGetValue(group, out GroupEntry? entry))
        {
            entry.Actor?.Tell(new MemberStarted(config.Name, actor));
        }
    }

    private void StartGroup(VrrpSyncGroupConfig config)
    {
        GroupSlot slot = new(config, MembersOf(config));
        IActorRef actor = Context.ActorOf(
            SyncGroupActor.Props(_services, slot), UniqueName(ActorNames.Group(config.Name)));
        Context.Watch(actor);
        _directory.Groups[config.Name] = actor;
        _groups[config.Name] = new GroupEntry(slot, actor);
    }

    /// <summary>Nobody for those that have not started.</summary>
    private ImmutableArray<IActorRef> MembersOf(VrrpSyncGroupConfig group) =>
        [.. group.Members.Items.Select(name => _instances.GetValueOrDefault(name)?.Actor ?? ActorRefs.Nobody)];

    private VrrpSyncGroupConfig? GroupOf(string instance) => GroupOf(instance, _config);

    private static VrrpSyncGroupConfig? GroupOf(string instance, KeepalivedConfig config)
    {
        foreach (VrrpSyncGroupConfig group in config.SyncGroups)
        {
            if (group.Members.Contains(instance))
            {
                return group;
            }
        }

        return null;
    }

    private static string UniqueName(string name) =>
        Context.Child(name).IsNobody() ? name : $"{name}-{Guid.NewGuid():N}";

    /// <summary>Crashed too often (or ended by itself): the others go on without it.</summary>
    private void ChildEnded(IActorRef actor)
    {
        foreach (InstanceEntry entry in _instances.Values.Where(e => actor.Equals(e.Actor)))
        {
            entry.Actor = null;
            _log.Error(
                "({0}) failed {1} times in a row and is stopped: {2}", entry.Slot.Config.Name, entry.Slot.Restarts,
                    entry.Slot.LastError);
            PublishFailure(entry);
        }

        foreach (GroupEntry entry in _groups.Values.Where(e => actor.Equals(e.Actor)))
        {
            entry.Actor = null;
            _log.Error("VRRP_Group({0}) failed too often and is stopped", entry.Slot.Config.Name);
        }
    }

    private sealed class InstanceEntry(InstanceSlot slot, IActorRef actor)
    {
        public InstanceSlot Slot { get; set; } = slot;

        /// <summary>Null when it was stopped for crashing too often.</summary>
        public IActorRef? Actor { get; set; } = actor;
    }

    private sealed class GroupEntry(GroupSlot slot, IActorRef actor)
    {
        public GroupSlot Slot { get; } = slot;

        public IActorRef? Actor { get; set; } = actor;
    }
}
