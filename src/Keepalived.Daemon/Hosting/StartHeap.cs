using System.Runtime;
using Keepalived.Linux.Processes;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// Room for a large configuration until it runs. Nearly all that is made of it stays: collections in between find
/// nothing, and the kernel maps the memory at once instead of page by page. With 5,000 real servers both together were
/// half of the time until they were in the table (in User-Mode Linux).
/// </summary>
internal sealed class StartHeap : IDisposable
{
    /// <summary>The model and the first table, for each byte of the file; measured, with some to spare.</summary>
    private const long SmallObjects = 56;

    /// <summary>The text itself and the copy of it.</summary>
    private const long LargeObjects = 12;

    /// <summary>Shorter files are read before the first collection.</summary>
    private const long ShortestFile = 1 << 16;
    private const long LongestFile = 1 << 22;

    private StartHeap()
    {
    }

    /// <summary>Null where it would be of no use, or where there is not as much memory.</summary>
    public static StartHeap? For(string configFile)
    {
        long length = File.Exists(configFile) ? Math.Min(new FileInfo(configFile).Length, LongestFile) : 0;
        if (length < ShortestFile || !TryHoldCollections(length))
        {
            return null;
        }

        _ = HeapPages.MapAhead(length * SmallObjects);
        return new StartHeap();
    }

    /// <summary>Collections are made again; they were already if the room did not suffice.</summary>
    public void Dispose()
    {
        try
        {
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
            {
                GC.EndNoGCRegion();
            }
        }
        catch (InvalidOperationException)
        {
            // Another thread needed more just now, and ended it.
        }
    }

    private static bool TryHoldCollections(long length)
    {
        try
        {
            return GC.TryStartNoGCRegion(length * (SmallObjects + LargeObjects), length * LargeObjects);
        }
        catch (ArgumentOutOfRangeException)
        {
            // More than this heap may ever have.
            return false;
        }
    }
}
