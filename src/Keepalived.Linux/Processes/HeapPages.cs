using System.Globalization;
using Keepalived.Linux.Native;

namespace Keepalived.Linux.Processes;

/// <summary>
/// Pages of the managed heap that the kernel maps in one call instead of one at a time as they are first written.
/// </summary>
public static unsafe class HeapPages
{
    // asm-generic/mman-common.h.
    private const int ProtectRead = 1;
    private const int ProtectWrite = 2;
    private const int PopulateWrite = 23;
    private const long PageSize = 4096;

    /// <summary>
    /// Maps what is next allocated in the youngest generation, as far as the heap has it: at most so many bytes.
    /// Returns how many were mapped; 0 where the kernel cannot (before Linux 5.14). Best within
    /// <see cref="GC.TryStartNoGCRegion(long)"/>, which makes the heap have it.
    /// </summary>
    public static long MapAhead(long bytes)
    {
        long next = NextAllocation();
        long mapped = 0;
        foreach ((long start, long end) in Writable(File.ReadLines("/proc/self/maps"), next, bytes))
        {
            long from = Math.Max(start, (next + PageSize - 1) & -PageSize);
            long length = Math.Min(end - from, bytes - mapped);
            if (length <= 0 || MemoryCalls.Advise((void*)from, (nuint)length, PopulateWrite) != 0)
            {
                break;
            }

            Announce((void*)from, (nuint)length);
            mapped += length;
        }

        return mapped;
    }

    /// <summary>
    /// User-Mode Linux tells its host of a page that is mapped already when it is first used, or all at once when
    /// their protection changes: 50 to 150 us for each, or nothing. Pages that may be written may be read too
    /// (mprotect(2)), so nothing is taken away from whoever uses them meanwhile.
    /// </summary>
    private static void Announce(void* address, nuint length)
    {
        if (MemoryCalls.Protect(address, length, ProtectWrite) == 0)
        {
            _ = MemoryCalls.Protect(address, length, ProtectRead | ProtectWrite);
        }
    }

    /// <summary>Private memory without a file within four times the size from there, in ascending order.</summary>
    internal static IEnumerable<(long Start, long End)> Writable(IEnumerable<string> maps, long from, long bytes)
    {
        foreach (string line in maps)
        {
            int dash = line.IndexOf('-');
            int blank = line.IndexOf(' ');
            if (dash > 0 && blank > dash
                && TryAddress(line.AsSpan(0, dash), out long start)
                && TryAddress(line.AsSpan(dash + 1, blank - dash - 1), out long end)
                && end > from && start < from + (4 * bytes)
                && line.AsSpan(blank + 1).StartsWith("rw-p ") && !line.Contains('/') && !line.Contains('['))
            {
                yield return (start, end);
            }
        }
    }

    private static bool TryAddress(ReadOnlySpan<char> text, out long address) =>
        long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out address);

    private static long NextAllocation()
    {
        byte[] probe = GC.AllocateUninitializedArray<byte>(1);
        fixed (byte* address = probe)
        {
            return (long)address;
        }
    }
}
