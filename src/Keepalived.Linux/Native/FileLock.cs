using System.Runtime.InteropServices;
using Tmds.Linux;

namespace Keepalived.Linux.Native;

/// <summary>
/// struct flock of the 64-bit ABI (bits/fcntl.h), for locks that belong to the open file (F_OFD_SETLK). Not flock(2):
/// the base library locks by that whatever it opens, and readers of the file must not meet our lock.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FileLock
{
    private const int SetOpenFileLock = 37;
    private const short Write = 1;

    public short Type;
    public short Whence;
    public long Start;
    public long Length;
    public int ProcessId;

    /// <summary>Locks the whole file as long as the descriptor is open; false if somebody else holds it.</summary>
    public static unsafe bool TryTake(int fd)
    {
        var whole = new FileLock { Type = Write };
        return LibC.fcntl(fd, SetOpenFileLock, &whole) == 0;
    }
}
