using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Links;

/// <summary>Keeps the table of links and addresses, and tells each subscriber what concerns it.</summary>
public sealed class LinkMonitorActor(Func<IKernelMonitor> openMonitor) : UntypedActor
{
    private readonly Dictionary<IActorRef, ImmutableHashSet<string>> _subscribers = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IKernelMonitor? _monitor;
    private LinkTable _links = LinkTable.Empty;
    private bool _isSynchronized;

    /// <param name="openMonitor">Called at each start of the actor: a restart gets a fresh socket and a fresh
    /// dump.</param>
    public static Props Props(Func<IKernelMonitor> openMonitor) =>
        ActorProps.Of(() => new LinkMonitorActor(openMonitor));

    protected override void PreStart()
    {
        IActorRef self = Self;
        _monitor = openMonitor();
        _monitor.Start(change => self.Tell(change));
    }

    protected override void PostStop() => _monitor?.Dispose();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case KernelEvent change:
                Update(change);
                break;
            case SubscribeLinks subscribe:
                _subscribers[subscribe.Subscriber] = subscribe.Interfaces;
                Context.Watch(subscribe.Subscriber);
                if (_isSynchronized)
                {
                    subscribe.Subscriber.Tell(new LinksSynchronized(_links));
                }

                break;
            case UnsubscribeLinks unsubscribe:
                Forget(unsubscribe.Subscriber);
                Context.Unwatch(unsubscribe.Subscriber);
                break;
            case Terminated terminated:
                Forget(terminated.ActorRef);
                break;
            case GetLinks:
                Sender.Tell(new LinksSynchronized(_links));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Forget(IActorRef subscriber) => _subscribers.Remove(subscriber);

    private void Update(KernelEvent change)
    {
        string name = NameOf(change);
        LinkTable before = _links;
        _links = _links.With(change);
        if (change is Synchronized)
        {
            _isSynchronized = true;
            foreach (IActorRef subscriber in _subscribers.Keys)
            {
                subscriber.Tell(new LinksSynchronized(_links));
            }

            return;
        }

        LogLink(before, change);
        string? oldName = change is LinkChanged changed ? before.Find(changed.Link.Index)?.Name : null;
        foreach ((IActorRef subscriber, ImmutableHashSet<string> interfaces) in _subscribers)
        {
            // A renamed interface concerns those who know it by either name.
            if (interfaces.IsEmpty || interfaces.Contains(name)
                || (oldName is not null && interfaces.Contains(oldName)))
            {
                subscriber.Tell(new LinkTableChanged(name, change, _links));
            }
        }
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
}
