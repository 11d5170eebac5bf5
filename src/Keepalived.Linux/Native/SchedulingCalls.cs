using System.Runtime.InteropServices;

namespace Keepalived.Linux.Native;

/// <summary>
/// linux/sched/types.h, struct sched_attr, first version. Old C libraries have no functions for it.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SchedulingAttributes
{
    public uint Size;
    public uint Policy;
    public ulong Flags;
    public int Nice;
    public uint Priority;
    public ulong RuntimeNanoseconds;
    public ulong DeadlineNanoseconds;
    public ulong PeriodNanoseconds;
}

/// <summary>Both return -1 on failure; see <see cref="Libc.Errno"/>.</summary>
internal static unsafe partial class SchedulingCalls
{
    private const string Library = "libc";

    // arch/x86/entry/syscalls/syscall_64.tbl, else asm-generic/unistd.h.
    public static readonly long SetNumber = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 314 : 274;
    public static readonly long GetNumber = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 315 : 275;

    /// <summary>Of the calling thread.</summary>
    public static long Get(SchedulingAttributes* attributes) =>
        SystemCall(GetNumber, 0, attributes, (uint)sizeof(SchedulingAttributes), 0);

    /// <summary>Of the calling thread.</summary>
    public static long Set(SchedulingAttributes* attributes) => SystemCall(SetNumber, 0, attributes, 0, 0);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(
        long number, long process, SchedulingAttributes* attributes, ulong sizeOrFlags, ulong flags);
}
