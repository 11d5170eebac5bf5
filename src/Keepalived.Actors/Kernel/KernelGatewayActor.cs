using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Kernel;

/// <summary>
/// The only writer to the kernel: applies batches in the order of arrival, remembers who owns what, and compares with
/// what the kernel has when something foreign changes it. Runs on a thread of its own, because netlink blocks.
/// </summary>
public sealed partial class KernelGatewayActor : UntypedActor
{
    /// <summary>Owner of static addresses, routes and rules: what is taken from it is put back at once.</summary>
    public const string StaticOwner = "static";

    private const string LeftoverOwner = "start";

    private const string FirewallOwner = "firewall";

    // linux/errno-base.h.
    private const int AlreadyExists = 17;

    private readonly KeepalivedServices _services;
    private readonly IKernel _kernel;
    private readonly IActorRef? _links;
    private readonly DesiredKernelState _desired = new();
    private readonly Dictionary<string, IActorRef> _owners = new(StringComparer.Ordinal);
    private readonly List<KernelCommand> _commands = [];
    private readonly List<KernelFailure> _failures = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly FirewallGateway _firewall;
    private readonly int _epoch;
    private long _batches;
    private long _applied;
    private long _refused;
    private long _restored;
    private string _lastError = "";
    private LinkTable _linkTable = LinkTable.Empty;
    private IActorRef? _virtualServices;

    public KernelGatewayActor(KeepalivedServices services, IActorRef? links, int epoch)
    {
        _services = services;
        _kernel = services.Kernel;
        _firewall = new FirewallGateway(services.Nftables, services.FirewallSettings(), _log);
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
        if (_services.OpenIpvs is not null)
        {
            _virtualServices = Context.ActorOf(VirtualServiceGatewayActor.Props(_services), ActorNames.VirtualServices);
        }

        Context.System.EventStream.Subscribe(Self, typeof(ConfigurationChanged));
        Context.System.EventStream.Publish(new GatewayStarted(_epoch));
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    /// <summary>Both begin anew together, and every owner speaks again.</summary>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(static _ => Directive.Escalate);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ApplyBatch batch:
                Apply(batch);
                break;
            case RehearseBatch rehearsal:
                Rehearse(rehearsal);
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
            case ConfigurationChanged changed:
                UseFirewall(changed.Config.Global.Nftables);
                break;
            case DrainGateway:
                Sender.Tell(new GatewayDrained());
                break;
            case GetKernelState asked:
                AnswerState(asked);
                break;
            case IVirtualServiceMessage when _virtualServices is not null:
                _virtualServices.Forward(message);
                break;
            case CompleteVirtualServices:
                Sender.Tell(new VirtualServicesSettled());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void AnswerState(GetKernelState asked)
    {
        if (_virtualServices is null)
        {
            Sender.Tell(Snapshot());
        }
        else
        {
            _virtualServices.Forward(new CompleteKernelState(Snapshot(), asked.WithStatistics));
        }
    }

    private void Apply(ApplyBatch batch)
    {
        _owners[batch.Owner] = Sender;
        _commands.Clear();
        HashSet<KernelItem> known = [];
        foreach (KernelCommand written in batch.Commands)
        {
            KernelCommand command = written;
            if (written is AddCommand { Item: LinkItem link } && _desired.IsWanted(link))
            {
                known.Add(link);
            }
            else if (written is SetSysctl set)
            {
                command = WithOriginal(set, batch.Owner);
            }
            else if (written is RestoreSysctl restore && _desired.Find(restore.Sysctl) is SysctlItem held)
            {
                command = new RestoreSysctl(held);
            }

            // What others made is never removed, whatever its name.
            bool isForeign = written is DeleteLink delete && !_desired.IsWanted(delete.Item);
            if (!isForeign && _desired.Fold(batch.Owner, command))
            {
                _commands.Add(command);
            }
        }

        _batches++;
        if (_commands.Any(c => c is AddFirewall))
        {
            _desired.Fold(FirewallOwner, _firewall.Table.ToAddition());
            _links?.Tell(new Links.WatchFirewall());
        }

        if (batch.Commands.Any(c => c is AddCommand))
        {
            // Before the kernel has them: a kill in between leaves a record too many, never too few.
            Remember(_commands.OfType<AddCommand>().Select(c => c.Item).Concat(_desired.Of(FirewallOwner)));
        }

        Write(batch.Owner, known);
        Answer(batch.Owner, batch.BatchId);
    }

    /// <summary>
    /// What a sysctl was before anybody here wrote it; for the one that counts for all interfaces, its value is
    /// written into each of them first.
    /// </summary>
    private SetSysctl WithOriginal(SetSysctl set, string owner)
    {
        if (_desired.Find(set.Sysctl) is SysctlItem held)
        {
            return new SetSysctl(held);
        }

        string? original = _kernel.ReadSysctl(set.Sysctl.Path);
        if (set.Sysctl.Path == SysctlPaths.AllReversePathFilter && original is not (null or "0"))
        {
            foreach (NetworkLink link in _linkTable.Links.Values)
            {
                string path = SysctlPaths.ReversePathFilter(link.Name);
                string? own = _kernel.ReadSysctl(path);
                SetSysctl pushed = new(new SysctlItem(path, original) { Original = own });
                if (own is not null && string.CompareOrdinal(own, original) < 0 && _desired.Fold(owner, pushed))
                {
                    _commands.Add(pushed);
                }
            }
        }

        return new SetSysctl(set.Sysctl with { Original = original });
    }

    private void Release(ReleaseOwner release)
    {
        _commands.Clear();
        _commands.AddRange(_desired.Release(release.Owner));
        _owners.Remove(release.Owner);
        Write(release.Owner);
        Remember([]);
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

    private void Remember(IEnumerable<KernelItem> added) =>
        _services.OwnedItems.Write(_desired.Items, added, _linkTable);

    private void Write(string owner, HashSet<KernelItem>? known = null)
    {
        _failures.Clear();
        if (_commands.Count == 0)
        {
            return;
        }

        FirewallItem[] added = [.. _commands.OfType<AddFirewall>().Select(c => c.Wish)];
        FirewallItem[] removed = [.. _commands.OfType<RemoveFirewall>().Select(c => c.Wish)];
        _commands.RemoveAll(c => c is AddFirewall or RemoveFirewall);

        // An address that is not to be talked to is refused before it is there and until it is gone.
        _firewall.Apply(added, []);
        WriteToKernel();
        RemoveFromFirewall(removed, owner);
        _failures.RemoveAll(f => f.Errno == AlreadyExists && f.Command is CreateLink create
            && known?.Contains(create.Item) == true);
        foreach (KernelFailure failure in _failures)
        {
            if (failure.Command is CreateLink create)
            {
                // Not made by us: so it is not ours to remove.
                _desired.Forget(owner, create.Item);
            }
        }

        _applied += _commands.Count - _failures.Count;
        _refused += _failures.Count;
        foreach (KernelFailure failure in _failures)
        {
            _lastError = failure.Text;
            KernelLog.Refused(_log, owner, failure);
        }
    }

    private void RemoveFromFirewall(FirewallItem[] removed, string owner)
    {
        _firewall.Apply([], removed);
        if (owner == LeftoverOwner)
        {
            Array.ForEach([.. removed.OfType<FirewallTable>()], _firewall.RemoveTable);
        }
        else if (removed.Length > 0 && _firewall.IsEmpty)
        {
            _desired.Release(FirewallOwner);
        }
    }

    /// <summary>A table of another name is recorded before it is there, and the old one until it is gone.</summary>
    private void UseFirewall(NftablesConfig settings)
    {
        bool isRecorded = _firewall.WouldChange(settings) && !_firewall.IsEmpty;
        if (isRecorded)
        {
            Remember([new FirewallTable(settings.Table)]);
        }

        _firewall.Use(settings);
        if (isRecorded)
        {
            _desired.Release(FirewallOwner);
            _desired.Fold(FirewallOwner, _firewall.Table.ToAddition());
            Remember([]);
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
