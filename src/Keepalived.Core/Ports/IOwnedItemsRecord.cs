using System.Collections.Immutable;
using Keepalived.Core.Kernel;

namespace Keepalived.Core.Ports;

/// <summary>
/// A record under the run directory of the items that this daemon has in the kernel, so that the successor of a killed
/// daemon recognizes them (decision 22).
/// </summary>
public interface IOwnedItemsRecord
{
    /// <summary>What the last run left; empty after an orderly stop. Interfaces are resolved by name.</summary>
    ImmutableArray<KernelItem> Read(LinkTable links);

    /// <summary>
    /// Written before the kernel is asked to add: a kill between the two leaves a record too many, never too few.
    /// </summary>
    /// <param name="items">All that there will be.</param>
    /// <param name="added">Those that may not have been there the last time.</param>
    /// <param name="links">As they are now.</param>
    void Write(IReadOnlyCollection<KernelItem> items, IEnumerable<KernelItem> added, LinkTable links);
}

public sealed class NoOwnedItemsRecord : IOwnedItemsRecord
{
    public ImmutableArray<KernelItem> Read(LinkTable links) => [];

    public void Write(IReadOnlyCollection<KernelItem> items, IEnumerable<KernelItem> added, LinkTable links)
    {
    }
}
