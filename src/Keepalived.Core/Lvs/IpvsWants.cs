using System.Collections.Immutable;

namespace Keepalived.Core.Lvs;

/// <param name="Degradation">Why nothing can be written; null = all is well.</param>
/// <param name="Wanted">What all owners want together.</param>
/// <param name="Present">What the table had when last seen, foreign services too.</param>
public sealed record IpvsSnapshot(
    string? Degradation, ImmutableArray<VirtualService> Wanted, ImmutableArray<VirtualService> Present)
{
    /// <summary>The synchronization daemons that ran when the table was last seen.</summary>
    public ImmutableArray<SyncDaemon> SyncDaemons { get; init; } = [];

    public static IpvsSnapshot Empty { get; } = new(null, [], []);

    /// <summary>What carries the services: <c>IPVS</c> or <c>nftables</c>.</summary>
    public string Plane { get; init; } = "IPVS";
}

/// <summary>What each owner wants of the table. Several owners may want one service: they share it.</summary>
internal sealed class IpvsWants
{
    private readonly Dictionary<string, ImmutableArray<VirtualService>> _byOwner = new(StringComparer.Ordinal);
    private readonly Dictionary<IpvsServiceKey, List<string>> _owners = [];
    private readonly HashSet<IpvsServiceKey> _everWanted = [];

    /// <summary>Services that somebody wants.</summary>
    public int Count => _owners.Count;

    public IReadOnlyCollection<IpvsServiceKey> Keys => _owners.Keys;

    /// <summary>All that want something at present.</summary>
    public IReadOnlyCollection<string> Owners => _byOwner.Keys;

    public bool Has(string owner) => _byOwner.ContainsKey(owner);

    /// <summary>True if somebody of this run wanted it at some time: then its removal is nothing unusual.</summary>
    public bool WasWanted(IpvsServiceKey key) => _everWanted.Contains(key);

    /// <summary>Returns the keys of all services that may have changed.</summary>
    public IReadOnlyCollection<IpvsServiceKey> Set(string owner, ImmutableArray<VirtualService> services)
    {
        HashSet<IpvsServiceKey> touched = [];
        foreach (VirtualService before in _byOwner.GetValueOrDefault(owner, []))
        {
            touched.Add(before.Service.Key);
            Drop(before.Service.Key, owner);
        }

        _byOwner.Remove(owner);
        foreach (VirtualService service in services)
        {
            touched.Add(service.Service.Key);
            _everWanted.Add(service.Service.Key);
            Take(service.Service.Key, owner);
        }

        if (!services.IsEmpty)
        {
            _byOwner.Add(owner, services);
        }

        return touched;
    }

    /// <summary>
    /// What the owners together want of one service; null = nobody wants it. The settings are those of the owner that
    /// comes first by name, and all destinations are united.
    /// </summary>
    public VirtualService? Find(IpvsServiceKey key)
    {
        if (!_owners.TryGetValue(key, out List<string>? owners))
        {
            return null;
        }

        VirtualService first = Of(owners[0], key);
        return owners.Count == 1 && CountOf(owners[0], key) == 1 ? first : Unite(first, owners, key);
    }

    public ImmutableArray<VirtualService> ToServices() => [.. _owners.Keys.Select(key => Find(key)!)];

    private VirtualService Of(string owner, IpvsServiceKey key)
    {
        foreach (VirtualService service in _byOwner[owner])
        {
            if (service.Service.Key == key)
            {
                return service;
            }
        }

        throw new InvalidOperationException($"{owner} does not want {key}");
    }

    private int CountOf(string owner, IpvsServiceKey key) =>
        _byOwner[owner].Count(service => service.Service.Key == key);

    private VirtualService Unite(VirtualService first, List<string> owners, IpvsServiceKey key)
    {
        HashSet<IpvsDestinationKey> seen = [];
        ImmutableArray<IpvsDestination>.Builder all = ImmutableArray.CreateBuilder<IpvsDestination>();
        foreach (string owner in owners)
        {
            foreach (VirtualService service in _byOwner[owner].Where(service => service.Service.Key == key))
            {
                all.AddRange(service.Destinations.Where(destination => seen.Add(destination.Key)));
            }
        }

        return first with { Destinations = all.ToImmutable() };
    }

    private void Take(IpvsServiceKey key, string owner)
    {
        if (!_owners.TryGetValue(key, out List<string>? owners))
        {
            _owners.Add(key, owners = []);
        }

        if (!owners.Contains(owner))
        {
            owners.Add(owner);
            owners.Sort(StringComparer.Ordinal);
        }
    }

    private void Drop(IpvsServiceKey key, string owner)
    {
        if (_owners.TryGetValue(key, out List<string>? owners) && owners.Remove(owner) && owners.Count == 0)
        {
            _owners.Remove(key);
        }
    }
}
