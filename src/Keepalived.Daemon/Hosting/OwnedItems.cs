using System.Collections.Immutable;
using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;
using Keepalived.Linux.Host;
using Serilog;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// The record of what is ours in the kernel; an empty one is no file at all. It is written on the way to the kernel,
/// when hundreds of instances may be taking over at once: what is new is appended, what is gone stays in the file until
/// there is much of it, since a record too many does no harm.
/// </summary>
internal sealed class OwnedItems(string path) : IOwnedItemsRecord
{
    /// <summary>Items in the file that are ours no longer.</summary>
    private const int MaxStale = 1024;

    private readonly RunRecord _record = new(path);
    private readonly HashSet<KernelItem> _recorded = [];
    private bool _hasComplained;

    public ImmutableArray<KernelItem> Read(LinkTable links) => [.. _record.Load()];

    public void Write(IReadOnlyCollection<KernelItem> items, LinkTable links)
    {
        if (items.Count == 0)
        {
            _record.Delete();
            _recorded.Clear();
            return;
        }

        KernelItem[] added = [.. items.Where(item => !_recorded.Contains(item))];
        bool isCompact = _recorded.Count > 0 && _recorded.Count + added.Length <= items.Count + MaxStale;
        if (isCompact && added.Length == 0)
        {
            return;
        }

        string failure = "";
        if (isCompact && _record.TryAppend(added, out failure))
        {
            _recorded.UnionWith(added);
            return;
        }

        _recorded.Clear();
        if (_record.TrySave(items, out failure))
        {
            _recorded.UnionWith(items);
        }
        else if (!_hasComplained)
        {
            _hasComplained = true;
            Log.Warning("Cannot record what is put into the kernel: {Failure}", failure);
        }
    }
}
