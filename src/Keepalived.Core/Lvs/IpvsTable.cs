using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Keepalived.Core.Lvs;

/// <summary>Services and their destinations, in memory: what the kernel has, as far as we know.</summary>
public sealed class IpvsTable
{
    private readonly Dictionary<IpvsServiceKey, Entry> _services = [];

    public IReadOnlyCollection<IpvsServiceKey> Services => _services.Keys;

    /// <summary>The synchronization daemons that run.</summary>
    public Dictionary<SyncDaemonState, SyncDaemon> SyncDaemons { get; } = [];

    public int Count => _services.Count;

    public bool Contains(IpvsServiceKey key) => _services.ContainsKey(key);

    public bool TryGet(
        IpvsServiceKey key,
        [NotNullWhen(true)] out IpvsService? service,
        [NotNullWhen(true)] out IReadOnlyDictionary<IpvsDestinationKey, IpvsDestination>? destinations)
    {
        bool found = _services.TryGetValue(key, out Entry? entry);
        service = entry?.Service;
        destinations = entry?.Destinations;
        return found;
    }

    public void Put(IpvsService service)
    {
        if (_services.TryGetValue(service.Key, out Entry? entry))
        {
            entry.Service = service;
        }
        else
        {
            _services.Add(service.Key, new Entry(service));
        }
    }

    /// <summary>False if there is no such service.</summary>
    public bool Put(IpvsServiceKey key, IpvsDestination destination)
    {
        if (!_services.TryGetValue(key, out Entry? entry))
        {
            return false;
        }

        entry.Destinations[destination.Key] = destination;
        return true;
    }

    public bool Remove(IpvsServiceKey key) => _services.Remove(key);

    public bool Remove(IpvsServiceKey key, IpvsDestinationKey destination) =>
        _services.TryGetValue(key, out Entry? entry) && entry.Destinations.Remove(destination);

    public void Clear() => _services.Clear();

    /// <summary>Forgets the synchronization daemons too, which a flush leaves alone.</summary>
    public void Reset()
    {
        Clear();
        SyncDaemons.Clear();
    }

    /// <summary>Does to this table what the command does to the kernel's.</summary>
    public void Apply(IpvsCommand command)
    {
        switch (command)
        {
            case IpvsCommand.AddService add:
                Put(add.Service);
                break;
            case IpvsCommand.EditService edit:
                Put(edit.Service);
                break;
            case IpvsCommand.RemoveService remove:
                Remove(remove.Service);
                break;
            case IpvsCommand.AddDestination add:
                Put(add.Service, add.Destination);
                break;
            case IpvsCommand.EditDestination edit:
                Put(edit.Service, edit.Destination);
                break;
            case IpvsCommand.RemoveDestination remove:
                Remove(remove.Service, remove.Destination);
                break;
            case IpvsCommand.Flush:
                Clear();
                break;
            case IpvsCommand.StartSyncDaemon start:
                SyncDaemons[start.Daemon.State] = start.Daemon;
                break;
            case IpvsCommand.StopSyncDaemon stop:
                SyncDaemons.Remove(stop.State);
                break;
            case IpvsCommand.SetTimeouts:
                break;
            default:
                throw new InvalidOperationException($"no rule for {command}");
        }
    }

    public ImmutableArray<VirtualService> ToServices() =>
        [.. _services.Values.Select(entry => new VirtualService(entry.Service, [.. entry.Destinations.Values]))];

    private sealed class Entry(IpvsService service)
    {
        public IpvsService Service { get; set; } = service;

        public Dictionary<IpvsDestinationKey, IpvsDestination> Destinations { get; } = [];
    }
}
