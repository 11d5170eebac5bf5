using System.Runtime.InteropServices;

namespace Keepalived.Linux.Native;

/// <summary>Returns -1 on failure; see <see cref="Libc.Errno"/>.</summary>
internal static unsafe partial class MemoryCalls
{
    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "madvise", SetLastError = true)]
    public static partial int Advise(void* address, nuint length, int advice);
}
