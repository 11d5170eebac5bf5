using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Kernel;

/// <summary>
/// The only writer to the kernel: applies batches in the order of arrival, remembers who owns what, and compares with
/// what the kernel has when something foreign changes it. Runs on a thread of its own, because netlink blocks.
/// </summary>
public sealed class KernelGatewayActor : UntypedActor
{
    /// <summary>Owner of static addresses, routes and rules: what is taken from it is put back at once.</summary>
    public const string StaticOwner = "static";

    private const string LeftoverOwner = "start";

    private readonly KeepalivedServices _services;
    private readonly IKernel _kernel;
    private readonly IActorRef? _links;
    private readonly DesiredKernelState _desired = new();
    private readonly Dictionary<string, IActorRef> _owners = new(StringComparer.Ordinal);
    private readonly List<KernelCommand> _commands = [];
    private readonly List<KernelFailure> _failures = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly int _epoch;
    private long _batches;
    private long _applied;
    private long _refused;
    private long _restored;
    private string _lastError = "";
    private LinkTable _linkTable = LinkTable.Empty;
    private IpvsGateway? _ipvs;

    public KernelGatewayActor(KeepalivedServices services, IActorRef? links, int epoch)
    {
        _services = services;
        _kernel = services.Kernel;
        _links = links;
        _epoch = epoch;
    }

    /// <param name="services">The kernel port outlives the actor: a restart uses it again.</param>
    /// <param name="links">Source of kernel events, or null.</param>
    public static Props Props(KeepalivedServices services, IActorRef? links)
    {
        int epoch = 0;
        return ActorProps.Of(() => new KernelGatewayActor(services, links, ++epoch)).WithDispatcher(
            DispatcherNames.Kernel);
    }

    protected override void PreStart()
    {
        _links?.Tell(new Links.SubscribeLinks(Self, []));
        if (_services.OpenIpvs is { } open)
        {
            _ipvs = new IpvsGateway(open(), _services.Clock, Self, _log);
        }

        Context.System.EventStream.Publish(new GatewayStarted(_epoch));
    }

    protected override void PostStop() => _ipvs?.Dispose();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ApplyBatch batch:
                Apply(batch);
                break;
            case ReleaseOwner release:
                Release(release);
                break;
            case RemoveLeftovers leftovers:
                Remove(leftovers);
                break;
            case Links.LinkTableChanged changed:
                _linkTable = changed.Links;
                Compare(changed.Change);
                break;
            case Links.LinksSynchronized synchronized:
                _linkTable = synchronized.Links;
                if (_desired.Count > 0)
                {
                    ReportLost(Present(_kernel.Dump()));
                }

                break;
            case DrainGateway:
                Sender.Tell(new GatewayDrained());
                break;
            case GetKernelState:
                Sender.Tell(Snapshot());
                break;
            default:
                if (_ipvs?.TryHandle(message, Sender) != true)
                {
                    Unhandled(message);
                }

                break;
        }
    }

    private void Apply(ApplyBatch batch)
    {
        _owners[batch.Owner] = Sender;
        _commands.Clear();
        foreach (KernelCommand command in batch.Commands)
        {
            if (_desired.Fold(batch.Owner, command))
            {
                _commands.Add(command);
            }
        }

        _batches++;
        if (batch.Commands.Any(c => c is AddCommand))
        {
            // Before the kernel has them: a kill in between leaves a record too many, never too few.
            Remember();
        }

        Write(batch.Owner);
        Answer(batch.Owner, batch.BatchId);
    }

    private void Release(ReleaseOwner release)
    {
        _commands.Clear();
        _commands.AddRange(_desired.Release(release.Owner));
        _owners.Remove(release.Owner);
        Write(release.Owner);
        Remember();
        Answer(release.Owner, release.BatchId);
    }

    private void Remove(RemoveLeftovers leftovers)
    {
        HashSet<KernelItem> keep = [.. leftovers.Keep];
        HashSet<KernelItem> present = Present(_kernel.Dump());
        _commands.Clear();

        // Also what is not there: that is success, and the way to the kernel has been gone once before it counts.
        foreach (KernelItem item in leftovers.Leftovers)
        {
            if (!keep.Contains(item) && !_desired.IsWanted(item))
            {
                _commands.Add(item.ToRemoval());
            }
        }

        if (_commands.Count > 0)
        {
            Write(LeftoverOwner);
            int removed = _commands.Count(c => c is RemoveCommand remove && present.Contains(remove.Item));
            if (removed > 0)
            {
                KernelLog.LeftoversRemoved(_log, removed);
            }
        }

        Sender.Tell(new GatewayDrained());
    }

    private void Remember() => _services.OwnedItems.Write(_desired.Items, _linkTable);

    private void Write(string owner)
    {
        _failures.Clear();
        if (_commands.Count == 0)
        {
            return;
        }

        _kernel.Apply(_commands, _failures);
        _applied += _commands.Count - _failures.Count;
        _refused += _failures.Count;
        foreach (KernelFailure failure in _failures)
        {
            _lastError = failure.Text;
            KernelLog.Refused(_log, owner, failure);
        }
    }

    private void Answer(string owner, long batchId)
    {
        if (_failures.Count == 0)
        {
            Sender.Tell(new BatchApplied(owner, batchId));
        }
        else
        {
            Sender.Tell(new BatchRefused(owner, batchId, [.. _failures]));
        }
    }

    private void Compare(KernelEvent change)
    {
        switch (change)
        {
            case AddressRemoved removed when WantsAddress(removed.Address):
                ReportLost(Present(_kernel.Dump()));
                break;
            case RouteRemoved removed when _desired.Find(new RouteItem(removed.Route)) is { } item:
                PutBack(item);
                break;
            case RuleRemoved removed:
                foreach (KernelItem item in _desired.Items.Where(i => i is RuleItem rule
                    && rule.Rule.Family == removed.Rule.Family && rule.Rule.Priority == removed.Rule.Priority).ToArray())
                {
                    PutBack(item);
                }

                break;
            case LinkChanged { Link.IsUp: true } changed:
                PutBackRoutes(changed.Link.Index);
                break;
        }
    }

    /// <summary>
    /// Routes and rules are not dumped: whether one is really gone shows when it is put back. What is not there and
    /// cannot be put back now is tried again when a link comes up.
    /// </summary>
    private void PutBack(KernelItem item)
    {
        if (item is RouteItem { NoTrack: true } or RuleItem { NoTrack: true })
        {
            return;
        }

        _failures.Clear();
        if (!_kernel.PutBack(item, _failures))
        {
            return;
        }

        foreach (string owner in _desired.OwnersOf(item).ToArray())
        {
            KernelLog.Lost(_log, owner, item);

            // A route through no interface is not tracked (so says the warning about it), but wanted all the same.
            bool isTracked = owner != StaticOwner && item is not RouteItem { LeadsNowhere: true };
            if (isTracked && _owners.TryGetValue(owner, out IActorRef? actor))
            {
                actor.Tell(new OwnedItemsLost(owner, [item]));
            }
            else if (_failures.Count == 0)
            {
                _restored++;
                KernelLog.Restored(_log, owner, item);
            }
        }
    }

    /// <summary>With a link that went down the kernel drops its IPv4 routes and says nothing.</summary>
    private void PutBackRoutes(int index)
    {
        foreach (KernelItem item in _desired.Of(StaticOwner))
        {
            if (item is RouteItem route && route.Uses(index))
            {
                _failures.Clear();
                if (_kernel.PutBack(item, _failures) && _failures.Count == 0)
                {
                    _restored++;
                    KernelLog.Restored(_log, StaticOwner, item);
                }
            }
        }
    }

    private bool WantsAddress(in KernelAddress address) => _desired.IsWanted(new AddressItem(new InterfaceAddress
    {
        InterfaceIndex = address.InterfaceIndex,
        Address = address.Address,
        PrefixLength = address.PrefixLength,
    }));

    /// <summary>
    /// A removal that the kernel reports may be our own of a moment ago. So an event only says "look": what counts is
    /// whether the kernel has the item now.
    /// </summary>
    private void ReportLost(HashSet<KernelItem> present)
    {
        foreach (string owner in _desired.Owners.ToArray())
        {
            ImmutableArray<KernelItem> lost =
                [.. _desired.Of(owner).Where(item => item is AddressItem && !present.Contains(item))];
            if (lost.IsEmpty)
            {
                continue;
            }

            KernelItem[] untracked =
                [.. lost.Where(item => owner == StaticOwner || item is AddressItem { Address.NoTrack: true })];
            Restore(owner, untracked);
            lost = [.. lost.Except(untracked)];
            foreach (KernelItem item in lost)
            {
                KernelLog.Lost(_log, owner, item);
            }

            if (!lost.IsEmpty && _owners.TryGetValue(owner, out IActorRef? actor))
            {
                actor.Tell(new OwnedItemsLost(owner, lost));
            }
        }
    }

    private void Restore(string owner, IReadOnlyCollection<KernelItem> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        _commands.Clear();
        _commands.AddRange(items.Select(item => item.ToAddition()));
        Write(owner);
        _restored += _commands.Count - _failures.Count;
        foreach (KernelItem item in items)
        {
            KernelLog.Restored(_log, owner, item);
        }
    }

    private static HashSet<KernelItem> Present(KernelSnapshot snapshot)
    {
        HashSet<KernelItem> present = new(snapshot.Addresses.Length);
        foreach (KernelAddress address in snapshot.Addresses)
        {
            present.Add(new AddressItem(new InterfaceAddress
            {
                InterfaceIndex = address.InterfaceIndex,
                Address = address.Address,
                PrefixLength = address.PrefixLength,
            }));
        }

        return present;
    }

    private KernelStateSnapshot Snapshot() => new(
        _epoch,
        _batches,
        _applied,
        _refused,
        _restored,
        _desired.Count,
        _lastError,
        [.. _desired.Owners.Order(StringComparer.Ordinal).Select(o => new OwnedItems(o, [.. _desired.Of(o)]))]);
}
