using System.Collections.Immutable;
using System.Net.Sockets;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Kernel;

/// <summary>Links and addresses, immutable: each kernel event gives the next table.</summary>
public sealed record LinkTable(
    ImmutableDictionary<int, NetworkLink> Links,
    ImmutableDictionary<int, ImmutableArray<KernelAddress>> Addresses)
{
    public static LinkTable Empty { get; } = new(
        ImmutableDictionary<int, NetworkLink>.Empty,
        ImmutableDictionary<int, ImmutableArray<KernelAddress>>.Empty);

    public static LinkTable From(KernelSnapshot snapshot) => new(
        snapshot.Links.ToImmutableDictionary(l => l.Index),
        snapshot.Addresses.GroupBy(a => a.InterfaceIndex).ToImmutableDictionary(g => g.Key, g => g.ToImmutableArray()));

    public NetworkLink? Find(string name)
    {
        // Not by Values: that is an enumerator on the heap for each instance and address that comes or goes.
        foreach (KeyValuePair<int, NetworkLink> entry in Links)
        {
            if (entry.Value.Name == name)
            {
                return entry.Value;
            }
        }

        return null;
    }

    public NetworkLink? Find(int index) => Links.GetValueOrDefault(index);

    public ImmutableArray<KernelAddress> AddressesOf(int index) => Addresses.GetValueOrDefault(index, []);

    public bool HasAddress(int index, IpAddress address)
    {
        foreach (KernelAddress present in AddressesOf(index))
        {
            if (present.Address.Equals(address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The interface's own address to send from: the first that is neither secondary nor one of <paramref
    /// name="virtualAddresses"/>; for IPv6 the link-local one (RFC 9568 section 5.1.1.1).
    /// </summary>
    public IpAddress PrimaryAddress(int index, AddressFamily family, IReadOnlySet<IpAddress> virtualAddresses)
    {
        foreach (KernelAddress present in AddressesOf(index))
        {
            if (present.Address.Family != family || virtualAddresses.Contains(present.Address))
            {
                continue;
            }

            if (family == AddressFamily.InterNetworkV6 ? present.Address.IsLinkLocal : !present.IsSecondary)
            {
                return present.Address;
            }
        }

        return default;
    }

    public LinkTable With(KernelEvent change)
    {
        switch (change)
        {
            case Synchronized synchronized:
                return From(synchronized.Snapshot);
            case LinkChanged changed:
                return this with { Links = Links.SetItem(changed.Link.Index, changed.Link) };
            case LinkRemoved removed:
                return new LinkTable(Links.Remove(removed.Index), Addresses.Remove(removed.Index));
            case AddressAdded added:
                return WithAddress(added.Address);
            case AddressRemoved removed:
                ImmutableArray<KernelAddress> present = AddressesOf(removed.Address.InterfaceIndex);
                return this with
                {
                    Addresses = Addresses.SetItem(
                        removed.Address.InterfaceIndex,
                        present.RemoveAll(a => IsSame(a, removed.Address))),
                };
            default:
                return this;
        }
    }

    private LinkTable WithAddress(KernelAddress added)
    {
        ImmutableArray<KernelAddress> present = AddressesOf(added.InterfaceIndex);
        for (int i = 0; i < present.Length; i++)
        {
            if (IsSame(present[i], added))
            {
                // In place: the order decides which address is the primary one.
                return this with { Addresses = Addresses.SetItem(added.InterfaceIndex, present.SetItem(i, added)) };
            }
        }

        return this with { Addresses = Addresses.SetItem(added.InterfaceIndex, present.Add(added)) };
    }

    private static bool IsSame(in KernelAddress a, in KernelAddress b) =>
        a.Address.Equals(b.Address) && a.PrefixLength == b.PrefixLength;
}
