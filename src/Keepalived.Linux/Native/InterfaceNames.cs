using System.Runtime.InteropServices;

namespace Keepalived.Linux.Native;

/// <summary>Names of interfaces by their index, in the calling thread's network namespace.</summary>
internal static unsafe partial class InterfaceNames
{
    /// <summary>net/if.h: IF_NAMESIZE.</summary>
    private const int NameSize = 16;

    /// <summary>Null if there is no such interface.</summary>
    public static string? Of(int index)
    {
        byte* name = stackalloc byte[NameSize];
        return IndexToName((uint)index, name) is null ? null : Marshal.PtrToStringUTF8((nint)name);
    }

    [LibraryImport("libc", EntryPoint = "if_indextoname")]
    private static partial byte* IndexToName(uint index, byte* name);
}
