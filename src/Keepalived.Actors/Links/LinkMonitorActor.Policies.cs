using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Links;

/// <content>Links that are polled, and changes that have to last before anybody hears of them.</content>
public sealed partial class LinkMonitorActor
{
    // linux/if.h.
    private const uint Loopback = 0x8;

    /// <summary>As often as the reference asks.</summary>
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(500);

    private readonly ILinkProbe? _probe;
    private readonly LinkDebouncer _debouncer = new();
    private readonly Dictionary<int, NetworkLink> _raw = [];

    private void Judge(LinkPolicies policies)
    {
        _memory.Policies = policies;
        _debouncer.Policies = policies;
        if (!policies.HasPolling || _probe is null)
        {
            Timers.Cancel(nameof(PollLinks));
        }
        else if (!Timers.IsTimerActive(nameof(PollLinks)))
        {
            Timers.StartSingleTimer(nameof(PollLinks), new PollLinks(), s_pollInterval);
            Poll();
        }
    }

    /// <summary>What the kernel tells, as it is to be shown now.</summary>
    private KernelEvent Shown(KernelEvent change)
    {
        switch (change)
        {
            case LinkChanged changed:
                _raw[changed.Link.Index] = changed.Link;
                return new LinkChanged(Show(changed.Link));
            case LinkRemoved removed:
                _raw.Remove(removed.Index);
                _debouncer.Remove(removed.Name);
                Timers.Cancel(Key(removed.Name));
                return change;
            case Synchronized synchronized:
                _raw.Clear();
                foreach (NetworkLink link in synchronized.Snapshot.Links)
                {
                    _raw[link.Index] = link;
                }

                return new Synchronized(synchronized.Snapshot with
                {
                    Links = [.. synchronized.Snapshot.Links.Select(Show)],
                });
            default:
                return change;
        }
    }

    private NetworkLink Show(NetworkLink link)
    {
        string lower = link.Kind is "macvlan" or "ipvlan" ? _raw.GetValueOrDefault(link.LowerIndex)?.Name ?? "" : "";
        NetworkLink shown = _debouncer.Take(link, lower, out TimeSpan? wait);
        if (wait is { } delay)
        {
            Timers.StartSingleTimer(Key(link.Name), new HoldEnded(link.Name), delay);
        }
        else if (!_debouncer.IsHeld(link.Name))
        {
            Timers.Cancel(Key(link.Name));
        }

        return shown;
    }

    private void Remind(object message)
    {
        if (message is PollLinks)
        {
            Poll();
            Timers.StartSingleTimer(nameof(PollLinks), new PollLinks(), s_pollInterval);
        }
        else if (message is HoldEnded ended && _debouncer.Expire(ended.Interface) is { } link)
        {
            Update(new LinkChanged(link));
        }
    }

    private void Poll()
    {
        foreach (NetworkLink link in _raw.Values.ToArray())
        {
            if (!IsPolled(link, out LinkbeatKind kind))
            {
                continue;
            }

            _debouncer.Polled(link.Name, _probe!.IsUp(link.Name, kind));
            NetworkLink shown = Show(link);
            if (shown != _links.Find(link.Index))
            {
                Update(new LinkChanged(shown));
            }
        }
    }

    private bool IsPolled(NetworkLink link, out LinkbeatKind kind) =>
        _memory.Policies.Polled.TryGetValue(link.Name, out kind)
        || (_memory.Policies.PollsAll && (link.Flags & Loopback) == 0 && link.Kind is not ("macvlan" or "ipvlan"));

    private static string Key(string name) => $"hold {name}";

    private sealed record HoldEnded(string Interface);

    private sealed record PollLinks;
}
