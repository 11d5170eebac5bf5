using System.Runtime.InteropServices;

namespace Keepalived.Linux.Native;

/// <summary>Memory of this process, in pages.</summary>
internal static unsafe partial class MemoryCalls
{
    private const string Library = "libc";

    /// <summary>Returns -1 on failure; see <see cref="Libc.Errno"/>.</summary>
    [LibraryImport(Library, EntryPoint = "madvise", SetLastError = true)]
    public static partial int Advise(void* address, nuint length, int advice);

    /// <summary>Returns -1 on failure; see <see cref="Libc.Errno"/>.</summary>
    [LibraryImport(Library, EntryPoint = "mprotect", SetLastError = true)]
    public static partial int Protect(void* address, nuint length, int protection);

    /// <summary>Free pages of the C library's heap go back to the system (malloc.h); 1 if there were any.</summary>
    /// <param name="spare">So many bytes are kept at the end.</param>
    [LibraryImport(Library, EntryPoint = "malloc_trim")]
    public static partial int Trim(nuint spare);
}
