using System.Runtime.InteropServices;

namespace Keepalived.Linux.Native;

/// <summary>
/// Starting and waiting for processes. posix_spawn functions return an errno, the others -1 (see <see
/// cref="Libc.Errno"/>).
/// </summary>
internal static unsafe partial class ProcessCalls
{
    /// <summary>Enough bytes for posix_spawnattr_t and posix_spawn_file_actions_t of any C library.</summary>
    public const int OpaqueSize = 512;

    /// <summary>spawn.h: POSIX_SPAWN_*.</summary>
    public const short SetProcessGroup = 0x02;
    public const short SetSignalDefaults = 0x04;
    public const short SetSignalMask = 0x08;
    public const short SetSession = 0x80;

    /// <summary>bits/waitflags.h, linux/wait.h.</summary>
    public const int WaitForPid = 1;
    public const int WaitForPidFd = 3;
    public const int NoHang = 1;
    public const int Exited = 4;
    public const int KeepWaitable = 0x01000000;

    /// <summary>bits/siginfo-consts.h: CLD_EXITED; other codes mean a signal.</summary>
    public const int CodeExited = 1;

    private const string Library = "libc";

    // asm-generic/unistd.h; the same number on every architecture.
    private const long PidFdOpenNumber = 434;

    /// <summary>A descriptor that becomes readable when the process ends, close-on-exec.</summary>
    public static int OpenPidFd(int pid) => (int)SystemCall(PidFdOpenNumber, pid, 0);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(long number, long first, long second);

    [LibraryImport(Library, EntryPoint = "waitid", SetLastError = true)]
    public static partial int Wait(int idType, int id, SignalInfo* info, int options);

    [LibraryImport(Library, EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Spawn(
        int* pid, string path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_init")]
    public static partial int InitAttributes(byte* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_destroy")]
    public static partial int DestroyAttributes(byte* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setpgroup")]
    public static partial int SetGroup(byte* attributes, int group);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SetDefaults(byte* attributes, void* signals);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SetMask(byte* attributes, void* signals);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitActions(byte* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int DestroyActions(byte* actions);

    [LibraryImport(
        Library, EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddOpen(byte* actions, int fd, string path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddDuplicate(byte* actions, int fd, int newFd);

    // glibc 2.34.
    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    public static partial int AddCloseFrom(byte* actions, int fd);
}

/// <summary>siginfo_t as waitid(2) fills it on 64-bit Linux (bits/types/siginfo_t.h).</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct SignalInfo
{
    [FieldOffset(8)]
    public int Code;

    /// <summary>0 if nothing has ended.</summary>
    [FieldOffset(16)]
    public int ProcessId;

    /// <summary>Exit status or signal.</summary>
    [FieldOffset(24)]
    public int Status;
}
