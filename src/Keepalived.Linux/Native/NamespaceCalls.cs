using System.Runtime.InteropServices;

namespace Keepalived.Linux.Native;

/// <summary>Namespaces and what is done on the way into one; each function returns 0, or -1 (see <see
/// cref="Libc.Errno"/>).</summary>
internal static unsafe partial class NamespaceCalls
{
    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "setns", SetLastError = true)]
    public static partial int SetNamespace(int fd, int kind);

    [LibraryImport(Library, EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int flags);

    [LibraryImport(Library, EntryPoint = "mount", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Mount(string? source, string target, string? type, nuint flags, string? data);

    /// <summary>Returns only if it failed.</summary>
    [LibraryImport(Library, EntryPoint = "execve", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Execute(string path, byte** arguments, byte** environment);
}
