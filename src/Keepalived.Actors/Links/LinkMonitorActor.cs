using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Links;

/// <summary>
/// Keeps the table of links and addresses, and tells each subscriber what concerns it. A monitor that fails is a
/// failure of this actor: deaf, it could tell nobody of a dead link. A restart opens a new one and keeps the
/// subscribers.
/// </summary>
public sealed partial class LinkMonitorActor : UntypedActor, IWithTimers
{
    private readonly Func<IKernelMonitor> _openMonitor;
    private readonly LinkMonitorMemory _memory;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IKernelMonitor? _monitor;
    private LinkTable _links = LinkTable.Empty;
    private bool _isSynchronized;

    private LinkMonitorActor(Func<IKernelMonitor> openMonitor, ILinkProbe? probe, LinkMonitorMemory memory)
    {
        _openMonitor = openMonitor;
        _probe = probe;
        _memory = memory;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private Dictionary<IActorRef, ImmutableHashSet<string>> Subscribers => _memory.Subscribers;

    /// <param name="openMonitor">Called at each start of the actor: a restart gets a fresh socket and a fresh
    /// dump.</param>
    /// <param name="probe">Asks the drivers of interfaces that are to be polled; null = nothing is polled.</param>
    public static Props Props(Func<IKernelMonitor> openMonitor, ILinkProbe? probe = null)
    {
        LinkMonitorMemory memory = new();

        // An instance waits for its links: they must not queue behind thousands of checkers in the thread pool.
        return ActorProps.Of(() => new LinkMonitorActor(openMonitor, probe, memory))
            .WithDispatcher(DispatcherNames.Vrrp);
    }

    protected override void PreStart()
    {
        foreach (IActorRef subscriber in Subscribers.Keys)
        {
            // Of an earlier life of this actor; one that ended meanwhile is told as Terminated at once.
            Context.Watch(subscriber);
        }

        Judge(_memory.Policies);
        IActorRef self = Self;
        _monitor = _openMonitor();
        if (_memory.WatchesRouting)
        {
            _monitor.WatchRouting();
        }

        if (_memory.WatchesFirewall)
        {
            _monitor.WatchFirewall();
        }

        _monitor.Start(change => self.Tell(change), reason => self.Tell(new MonitorFailed(reason.Message)));
    }

    protected override void PostStop() => _monitor?.Dispose();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case KernelEvent change:
                Update(Shown(change));
                break;
            case JudgeLinks judge:
                Judge(judge.Policies);
                break;
            case HoldEnded or PollLinks:
                Remind(message);
                break;
            case SubscribeLinks subscribe:
                Subscribers[subscribe.Subscriber] = subscribe.Interfaces;
                Context.Watch(subscribe.Subscriber);
                if (_isSynchronized)
                {
                    subscribe.Subscriber.Tell(new LinksSynchronized(_links));
                }

                break;
            case WatchRouting:
                _memory.WatchesRouting = true;
                _monitor?.WatchRouting();
                break;
            case WatchFirewall:
                _memory.WatchesFirewall = true;
                _monitor?.WatchFirewall();
                break;
            case UnsubscribeLinks unsubscribe:
                Forget(unsubscribe.Subscriber);
                Context.Unwatch(unsubscribe.Subscriber);
                break;
            case Terminated terminated:
                Forget(terminated.ActorRef);
                break;
            case MonitorFailed failed:
                throw new InvalidOperationException(failed.Reason);
            case GetLinks:
                Sender.Tell(new LinksSynchronized(_links));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Forget(IActorRef subscriber) => Subscribers.Remove(subscriber);

    private void Update(KernelEvent change)
    {
        string name = NameOf(change);
        LinkTable before = _links;
        _links = _links.With(change);
        if (change is Synchronized)
        {
            _isSynchronized = true;
            RehearseAddress();
            foreach (IActorRef subscriber in Subscribers.Keys)
            {
                subscriber.Tell(new LinksSynchronized(_links));
            }

            return;
        }

        LogLink(before, change);
        string? oldName = change is LinkChanged changed ? before.Find(changed.Link.Index)?.Name : null;
        foreach ((IActorRef subscriber, ImmutableHashSet<string> interfaces) in Subscribers)
        {
            // A renamed interface concerns those who know it by either name.
            if (interfaces.IsEmpty || interfaces.Contains(name)
                || (oldName is not null && interfaces.Contains(oldName)))
            {
                subscriber.Tell(new LinkTableChanged(name, change, _links));
            }
        }
    }

    /// <summary>The first address that comes is one of a take-over: what it takes is loaded before.</summary>
    private void RehearseAddress()
    {
        AddressAdded first = new(new KernelAddress { PrefixLength = 32 });
        AddressAdded second = new(new KernelAddress { PrefixLength = 24 });
        _ = NameOf(first);
        _ = _links.With(first).With(second).With(second).With(new AddressRemoved(first.Address));
    }

    private string NameOf(KernelEvent change) => change switch
    {
        LinkChanged changed => changed.Link.Name,
        LinkRemoved removed => removed.Name,
        AddressAdded added => _links.Find(added.Address.InterfaceIndex)?.Name ?? "",
        AddressRemoved removed => _links.Find(removed.Address.InterfaceIndex)?.Name ?? "",
        _ => "",
    };

    private void LogLink(LinkTable before, KernelEvent change)
    {
        if (change is LinkRemoved removed)
        {
            _log.Info("Interface {0} deleted", removed.Name);
        }

        if (change is not LinkChanged changed)
        {
            return;
        }

        NetworkLink? old = before.Find(changed.Link.Index);
        if (old is null)
        {
            _log.Info("Interface {0} added", changed.Link.Name);
        }
        else if (old.Name != changed.Link.Name)
        {
            _log.Info("Interface {0} renamed to {1}", old.Name, changed.Link.Name);
        }
        else if (old.IsUp != changed.Link.IsUp)
        {
            _log.Info("Netlink reports {0} {1}", changed.Link.Name, changed.Link.IsUp ? "up" : "down");
        }
    }

    /// <summary>The thread that listened has ended.</summary>
    private sealed record MonitorFailed(string Reason);
}
