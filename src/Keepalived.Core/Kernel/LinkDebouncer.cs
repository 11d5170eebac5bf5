using Keepalived.Config.Model;

namespace Keepalived.Core.Kernel;

/// <summary>
/// Holds a change between up and down back until it has lasted (<c>interface_up_down_delays</c>), and puts what polling
/// found in the place of what the driver says (<c>linkbeat_interfaces</c>). Everything else about a link passes at
/// once.
/// </summary>
public sealed class LinkDebouncer
{
    // linux/if.h IFF_UP and IFF_RUNNING.
    private const uint Up = 0x1;
    private const uint Running = 0x40;

    private readonly Dictionary<string, bool> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NetworkLink> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _polled = new(StringComparer.Ordinal);

    public LinkPolicies Policies { get; set; } = LinkPolicies.None;

    /// <summary>The link as it is to be shown now.</summary>
    /// <param name="link">As the kernel tells it.</param>
    /// <param name="lower">Name of the interface that a virtual one is over, or empty: its delays count.</param>
    /// <param name="wait">When to ask <see cref="Expire"/>; null = nothing to wait for, what waited is settled.</param>
    public NetworkLink Take(NetworkLink link, string lower, out TimeSpan? wait)
    {
        wait = null;
        NetworkLink judged = Judge(link);
        bool isUp = judged.IsUp;
        TimeSpan delay = DelayOf(link.Name, lower, isUp);
        if (delay == TimeSpan.Zero || !_shown.TryGetValue(link.Name, out bool shown) || shown == isUp)
        {
            _held.Remove(link.Name);
            _shown[link.Name] = isUp;
            return judged;
        }

        if (!_held.ContainsKey(link.Name))
        {
            wait = delay;
        }

        _held[link.Name] = judged;
        return judged with { Flags = shown ? judged.Flags | Up | Running : judged.Flags & ~Running };
    }

    /// <summary>True if a change of this link waits.</summary>
    public bool IsHeld(string name) => _held.ContainsKey(name);

    /// <summary>The time is over: the link as it is, or null if it went back in between.</summary>
    public NetworkLink? Expire(string name)
    {
        if (!_held.Remove(name, out NetworkLink? link))
        {
            return null;
        }

        _shown[name] = link.IsUp;
        return link;
    }

    public void Remove(string name)
    {
        _held.Remove(name);
        _shown.Remove(name);
        _polled.Remove(name);
    }

    /// <summary>What asking the hardware gave; null = it does not answer.</summary>
    public void Polled(string name, bool? isUp)
    {
        if (isUp is { } known)
        {
            _polled[name] = known;
        }
        else
        {
            _polled.Remove(name);
        }
    }

    private NetworkLink Judge(NetworkLink link)
    {
        if (!_polled.TryGetValue(link.Name, out bool isUp))
        {
            return link;
        }

        return link with { Flags = isUp ? link.Flags | Running : link.Flags & ~Running };
    }

    private TimeSpan DelayOf(string name, string lower, bool isUp)
    {
        InterfaceDelayConfig? delay = Policies.Delays.GetValueOrDefault(name)
            ?? (lower.Length > 0 ? Policies.Delays.GetValueOrDefault(lower) : null);
        return delay is null ? TimeSpan.Zero : isUp ? delay.Up : delay.Down;
    }
}
