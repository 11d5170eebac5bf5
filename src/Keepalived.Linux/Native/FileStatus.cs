using System.Runtime.InteropServices;

namespace Keepalived.Linux.Native;

/// <summary>
/// struct statx (linux/stat.h), which is the same on every architecture; only the members in use have names.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    [FieldOffset(0)]
    public uint Mask;

    [FieldOffset(16)]
    public uint Links;

    [FieldOffset(20)]
    public uint UserId;

    [FieldOffset(24)]
    public uint GroupId;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(136)]
    public uint DeviceMajor;

    [FieldOffset(140)]
    public uint DeviceMinor;

    // linux/stat.h: S_IFMT and file types.
    private const int TypeMask = 0xF000;

    public readonly bool IsRegular => (Mode & TypeMask) == 0x8000;

    public readonly bool IsDirectory => (Mode & TypeMask) == 0x4000;

    public readonly bool IsFifo => (Mode & TypeMask) == 0x1000;

    public readonly bool IsLink => (Mode & TypeMask) == 0xA000;

    public readonly bool IsSameFile(in FileStatus other) =>
        Inode == other.Inode && DeviceMajor == other.DeviceMajor && DeviceMinor == other.DeviceMinor;

    /// <summary>False and a positive errno if there is no such file.</summary>
    public static unsafe bool TryGet(string path, bool followLinks, out FileStatus status, out int errno)
    {
        const int currentDirectory = -100;
        const int noFollow = 0x100;
        return Get(currentDirectory, path, followLinks ? 0 : noFollow, out status, out errno);
    }

    public static unsafe bool TryGet(int fd, out FileStatus status, out int errno)
    {
        const int emptyPath = 0x1000;
        return Get(fd, "", emptyPath, out status, out errno);
    }

    private static unsafe bool Get(int fd, string path, int flags, out FileStatus status, out int errno)
    {
        // STATX_BASIC_STATS.
        const uint basic = 0x7ff;
        fixed (FileStatus* buffer = &status)
        {
            errno = Libc.Statx(fd, path, flags, basic, buffer) == 0 ? 0 : Libc.Errno;
            return errno == 0;
        }
    }
}
