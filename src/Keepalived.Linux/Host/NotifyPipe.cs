using Keepalived.Core.Ports;
using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Host;

/// <summary>
/// A FIFO that we write to. Open for reading as well, so that neither a missing reader nor one that comes and goes
/// is an error (fifo(7)); never blocking. A name that is anything but a FIFO is refused, never followed or replaced.
/// </summary>
public sealed unsafe class NotifyPipe : INotifyPipe
{
    /// <summary>limits.h: a write of so many octets at most is never torn (pipe(7)).</summary>
    public const int LongestLine = 4096;

    // rw-r--r--; the daemon's umask takes away from it.
    private const uint CreationMode = 0x1A4;

    private readonly string _path;
    private readonly bool _isOurs;
    private int _fd;

    private NotifyPipe(string path, int fd, bool isOurs)
    {
        _path = path;
        _fd = fd;
        _isOurs = isOurs;
    }

    /// <summary>Opens it, and creates it for this owner if it is missing. Null and the reason if that fails.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="userId">Owner of a new one; -1 = the daemon's user.</param>
    /// <param name="groupId">Group of a new one; -1 = the daemon's group.</param>
    /// <param name="failure">Says which step failed, and why.</param>
    public static NotifyPipe? TryOpen(string path, int userId, int groupId, out string failure)
    {
        bool isNew = Libc.MakeFifo(path, CreationMode) == 0;
        int errno = isNew ? 0 : Libc.Errno;
        if (errno is not 0 and not ErrnoCodes.Exists)
        {
            failure = $"cannot create {path}: {Libc.Describe(errno)}";
            return null;
        }

        int flags = LibC.O_RDWR | LibC.O_NONBLOCK | LibC.O_NOFOLLOW | LibC.O_CLOEXEC;
        int fd = Libc.Open(path, flags, 0);
        failure = fd < 0 ? $"cannot open {path}: {Libc.Describe(Libc.Errno)}" : Examine(fd, path, isNew);
        if (failure.Length == 0 && isNew && Libc.ChangeOwner(fd, userId, groupId) != 0)
        {
            failure = $"cannot give {path} to {userId}:{groupId}: {Libc.Describe(Libc.Errno)}";
        }

        if (failure.Length == 0)
        {
            return new NotifyPipe(path, fd, isNew);
        }

        if (fd >= 0)
        {
            _ = LibC.close(fd);
        }

        return null;
    }

    public bool TryWrite(ReadOnlySpan<byte> line)
    {
        // Longer ones could be torn and mixed with a part of another: they are cut.
        ReadOnlySpan<byte> whole = line.Length > LongestLine ? line[..LongestLine] : line;
        fixed (byte* start = whole)
        {
            while (true)
            {
                long count = LibC.write(_fd, start, whole.Length);
                if (count >= 0 || LibC.errno != ErrnoCodes.Interrupted)
                {
                    return count == whole.Length;
                }
            }
        }
    }

    public void Dispose()
    {
        int fd = Interlocked.Exchange(ref _fd, -1);
        if (fd < 0)
        {
            return;
        }

        // Somebody else may have put something of the same name there since.
        if (_isOurs && FileStatus.TryGet(fd, out FileStatus mine, out _)
            && FileStatus.TryGet(_path, followLinks: false, out FileStatus there, out _) && there.IsSameFile(mine))
        {
            _ = Libc.UnlinkAt(SocketConstants.CurrentDirectory, _path, 0);
        }

        _ = LibC.close(fd);
    }

    /// <summary>Empty, or what is wrong with it.</summary>
    private static string Examine(int fd, string path, bool isNew)
    {
        if (!FileStatus.TryGet(fd, out FileStatus status, out int errno))
        {
            return $"cannot examine {path}: {Libc.Describe(errno)}";
        }

        if (!status.IsFifo)
        {
            return $"{path} exists and is not a FIFO";
        }

        return isNew && status.UserId != LibC.geteuid() ? $"{path} was exchanged while it was created" : "";
    }
}
