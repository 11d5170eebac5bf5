namespace Keepalived.Core.Kernel;

/// <summary>
/// What each owner wants the kernel to hold. Pure bookkeeping: the gateway folds batches into it and asks it what to
/// write. An item that two owners want stays until the last one lets it go.
/// </summary>
public sealed class DesiredKernelState
{
    private readonly Dictionary<string, List<KernelItem>> _byOwner = new(StringComparer.Ordinal);

    // Owners of an item in the order in which they came to want it; mostly one.
    private readonly Dictionary<KernelItem, List<string>> _wanted = [];

    public IEnumerable<string> Owners => _byOwner.Keys;

    /// <summary>Everything that somebody wants.</summary>
    public IReadOnlyCollection<KernelItem> Items => _wanted.Keys;

    public int Count => _wanted.Count;

    /// <summary>The items of one owner in the order in which they were added.</summary>
    public IReadOnlyList<KernelItem> Of(string owner) =>
        _byOwner.TryGetValue(owner, out List<KernelItem>? items) ? items : [];

    /// <summary>
    /// Takes one command of an owner. True when the kernel has to be told: an addition always (it may have been lost),
    /// a removal only when nobody else wants the item.
    /// </summary>
    public bool Fold(string owner, KernelCommand command)
    {
        switch (command)
        {
            case AddCommand add:
                Add(owner, add.Item);
                return true;
            case RemoveCommand remove:
                return Remove(owner, remove.Item);
            default:
                return true;
        }
    }

    /// <summary>Forgets an owner; returns what nobody else wants, last added first.</summary>
    public IReadOnlyList<KernelCommand> Release(string owner)
    {
        if (!_byOwner.Remove(owner, out List<KernelItem>? items))
        {
            return [];
        }

        List<KernelCommand> removals = new(items.Count);
        for (int i = items.Count - 1; i >= 0; i--)
        {
            if (Drop(owner, items[i]))
            {
                removals.Add(items[i].ToRemoval());
            }
        }

        return removals;
    }

    public bool IsWanted(KernelItem item) => _wanted.ContainsKey(item);

    /// <summary>The item of this key as somebody wants it, or null.</summary>
    public KernelItem? Find(KernelItem key)
    {
        if (!_wanted.TryGetValue(key, out List<string>? owners))
        {
            return null;
        }

        List<KernelItem> items = _byOwner[owners[0]];
        return items[items.IndexOf(key)];
    }

    /// <summary>The owners of an item.</summary>
    public IReadOnlyList<string> OwnersOf(KernelItem item) =>
        _wanted.TryGetValue(item, out List<string>? owners) ? owners : [];

    /// <summary>Takes an item from an owner although it is, or may be, in the kernel.</summary>
    public void Forget(string owner, KernelItem item) => _ = Remove(owner, item);

    private void Add(string owner, KernelItem item)
    {
        if (!_byOwner.TryGetValue(owner, out List<KernelItem>? items))
        {
            _byOwner.Add(owner, items = []);
        }

        if (!_wanted.TryGetValue(item, out List<string>? owners))
        {
            _wanted.Add(item, owners = new List<string>(1));
        }

        if (owners.Contains(owner))
        {
            // The same key with other options: the newest wins.
            items[items.IndexOf(item)] = item;
            return;
        }

        items.Add(item);
        owners.Add(owner);
    }

    private bool Remove(string owner, KernelItem item)
    {
        if (_byOwner.TryGetValue(owner, out List<KernelItem>? items) && items.Remove(item))
        {
            if (items.Count == 0)
            {
                _byOwner.Remove(owner);
            }

            return Drop(owner, item);
        }

        // Not ours by this bookkeeping: a left-over of an earlier run may be removed unless somebody wants it now.
        return !_wanted.ContainsKey(item);
    }

    private bool Drop(string owner, KernelItem item)
    {
        List<string> owners = _wanted[item];
        owners.Remove(owner);
        return owners.Count == 0 && _wanted.Remove(item);
    }
}
