using System.Collections.Immutable;
using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;
using Keepalived.Linux.Host;
using Serilog;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// The record of what is ours in the kernel; there is none after an orderly end. It is written on the way to the
/// kernel, when hundreds of instances may be taking over at once: what is new is appended, what is gone stays in the
/// file until there is much of it or nothing else, since a record too many does no harm.
/// </summary>
internal sealed class OwnedItems(string path) : IOwnedItemsRecord, IDisposable
{
    /// <summary>Items in the file that are ours no longer.</summary>
    private const int MaxStale = 1024;

    private readonly RunRecord _record = new(path);
    private readonly HashSet<KernelItem> _recorded = [];
    private bool _isWritten;
    private bool _isEmpty = true;
    private bool _hasComplained;

    public ImmutableArray<KernelItem> Read(LinkTable links) => [.. _record.Load()];

    public void Write(IReadOnlyCollection<KernelItem> items, IEnumerable<KernelItem> added, LinkTable links)
    {
        KernelItem[] fresh = [.. added.Where(item => !_recorded.Contains(item))];
        bool isOutdated = items.Count == 0 ? _recorded.Count > 0
            : _recorded.Count + fresh.Length > items.Count + MaxStale;
        _isEmpty = items.Count == 0;
        if (_isWritten && !isOutdated && (fresh.Length == 0 || _record.TryAppend(fresh, out _)))
        {
            _recorded.UnionWith(fresh);
            return;
        }

        _recorded.Clear();
        _isWritten = _record.TrySave(items, out string failure);
        if (_isWritten)
        {
            _recorded.UnionWith(items);
        }
        else if (!_hasComplained)
        {
            _hasComplained = true;
            Log.Warning("Cannot record what is put into the kernel: {Failure}", failure);
        }
    }

    /// <summary>Nothing of ours is left in the kernel: then no file either.</summary>
    public void Dispose()
    {
        _record.Dispose();
        if (_isWritten && _isEmpty)
        {
            _record.Delete();
        }
    }
}
