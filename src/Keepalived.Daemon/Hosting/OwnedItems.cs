using System.Collections.Immutable;
using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;
using Keepalived.Linux.Host;
using Serilog;

namespace Keepalived.Daemon.Hosting;

/// <summary>The record of what is ours in the kernel; an empty one is no file at all.</summary>
internal sealed class OwnedItems(string path) : IOwnedItemsRecord
{
    private readonly RunRecord _record = new(path);
    private bool _hasComplained;

    public ImmutableArray<KernelItem> Read(LinkTable links) => [.. _record.Load()];

    public void Write(IReadOnlyCollection<KernelItem> items, LinkTable links)
    {
        if (items.Count == 0)
        {
            _record.Delete();
        }
        else if (!_record.TrySave(items, out string failure) && !_hasComplained)
        {
            _hasComplained = true;
            Log.Warning("Cannot record what is put into the kernel: {Failure}", failure);
        }
    }
}
