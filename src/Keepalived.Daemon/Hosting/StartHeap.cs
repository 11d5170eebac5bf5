using System.Runtime;
using Keepalived.Linux.Processes;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// Room for a large configuration until it runs, its actors included. Nearly all that is made of it stays: collections
/// in between find nothing, and the kernel maps the memory at once instead of page by page. In User-Mode Linux 10,000
/// real servers were in the table after a third of the time, and their checkers ran after half of it.
/// </summary>
internal sealed class StartHeap : IDisposable
{
    /// <summary>
    /// For each byte of the file, measured: 38 for the model and the first table, 74 for the actors of checkers of 120
    /// bytes each, and some to spare.
    /// </summary>
    private const long SmallObjects = 116;

    /// <summary>The text itself and the copy of it.</summary>
    private const long LargeObjects = 12;

    /// <summary>Shorter files are read before the first collection.</summary>
    private const long ShortestFile = 1 << 16;
    private const long LongestFile = 1 << 21;

    /// <summary>At most one part of so many of the memory there is.</summary>
    private const long Share = 4;

    private StartHeap()
    {
    }

    /// <summary>Null where it would be of no use, or where there is not as much memory.</summary>
    public static StartHeap? For(string configFile)
    {
        long length = File.Exists(configFile) ? Math.Min(new FileInfo(configFile).Length, LongestFile) : 0;
        long most = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Share;
        length = Math.Min(length, most / (SmallObjects + LargeObjects));
        if (length < ShortestFile || !TryHoldCollections(length))
        {
            return null;
        }

        _ = HeapPages.MapAhead(length * (SmallObjects + LargeObjects));
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
