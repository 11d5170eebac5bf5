using System.Text;
using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Host;

/// <summary>
/// Writes files into directories that others may write to, such as /tmp. The bytes go into a new file of a name that
/// nobody can know, with the mode that was asked for whatever the umask; renaming then puts it in place, which never
/// writes through a symbolic link, into a FIFO or into a file of somebody else.
/// </summary>
public static unsafe class SafeFile
{
    private const int MaxAttempts = 16;
    private const int PieceLength = 16384;

    /// <summary>False and a text for people if it could not be written; then nothing is left behind.</summary>
    /// <param name="path">What stands there is replaced, unless it is a directory.</param>
    /// <param name="content">All of it.</param>
    /// <param name="failure">Says which step failed, and why.</param>
    /// <param name="mode">Permission bits.</param>
    public static bool TryWrite(string path, ReadOnlySpan<byte> content, out string failure, uint mode = 0x180)
    {
        fixed (byte* start = content)
        {
            byte* first = start;
            int length = content.Length;
            return TryWrite(path, fd => WriteAll(fd, first, length), out failure, mode);
        }
    }

    /// <summary>The same in UTF-8, piece by piece: a text of megabytes is never there a second time.</summary>
    public static bool TryWrite(string path, StringBuilder content, out string failure, uint mode = 0x180) =>
        TryWrite(path, fd => WriteAll(fd, content), out failure, mode);

    private static bool TryWrite(string path, Func<int, int> fill, out string failure, uint mode)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        string name = Path.GetFileName(path);
        int parent = Libc.Open(directory, LibC.O_RDONLY | LibC.O_DIRECTORY | LibC.O_CLOEXEC, 0);
        if (parent < 0 || name.Length == 0)
        {
            failure = $"{directory}: {Libc.Describe(parent < 0 ? Libc.Errno : ErrnoCodes.Invalid)}";
            return false;
        }

        string temporary = "";
        int fd = -1;
        for (int attempt = 0; fd < 0 && attempt < MaxAttempts; attempt++)
        {
            temporary = $".{name}.{Guid.NewGuid():N}";
            int flags = LibC.O_WRONLY | LibC.O_CREAT | LibC.O_EXCL | LibC.O_NOFOLLOW | LibC.O_CLOEXEC;
            fd = Libc.OpenAt(parent, temporary, flags, mode);
            if (fd < 0 && Libc.Errno != ErrnoCodes.Exists)
            {
                break;
            }
        }

        int errno = fd < 0 ? Libc.Errno : Fill(fd, fill, mode);
        if (errno == 0 && Libc.RenameAt(parent, temporary, parent, name) != 0)
        {
            errno = Libc.Errno;
        }

        if (errno != 0 && fd >= 0)
        {
            _ = Libc.UnlinkAt(parent, temporary, 0);
        }

        _ = LibC.close(parent);
        failure = errno == 0 ? "" : $"{path}: {Libc.Describe(errno)}";
        return errno == 0;
    }

    /// <summary>
    /// The file's bytes if it is a regular file that only its owner, root or ourselves, may change; else null.
    /// </summary>
    /// <param name="path">Not followed if it is a link.</param>
    /// <param name="maxBytes">A longer file is refused.</param>
    /// <param name="forbidden">Permission bits that must not be set: others must not write, at least.</param>
    public static byte[]? TryReadOwn(string path, int maxBytes, uint forbidden = 0x12)
    {
        int fd = Libc.Open(path, LibC.O_RDONLY | LibC.O_NOFOLLOW | LibC.O_NONBLOCK | LibC.O_CLOEXEC, 0);
        if (fd < 0)
        {
            return null;
        }

        uint own = LibC.geteuid();
        bool trusted = FileStatus.TryGet(fd, out FileStatus status, out _) && status.IsRegular
            && (status.UserId == 0 || status.UserId == own) && (status.Mode & forbidden) == 0
            && status.Size <= (ulong)maxBytes;
        byte[]? content = trusted ? ReadAll(fd, (int)status.Size) : null;
        _ = LibC.close(fd);
        return content;
    }

    private static int Fill(int fd, Func<int, int> fill, uint mode)
    {
        int errno = LibC.fchmod(fd, (mode_t)mode) == 0 ? fill(fd) : LibC.errno;
        return LibC.close(fd) == 0 || errno != 0 ? errno : LibC.errno;
    }

    private static int WriteAll(int fd, StringBuilder content)
    {
        Encoder encoder = Encoding.UTF8.GetEncoder();
        Span<byte> bytes = new byte[PieceLength];
        int errno = 0;
        foreach (ReadOnlyMemory<char> chunk in content.GetChunks())
        {
            for (ReadOnlySpan<char> rest = chunk.Span; errno == 0 && !rest.IsEmpty;)
            {
                encoder.Convert(rest, bytes, flush: false, out int taken, out int made, out _);
                rest = rest[taken..];
                errno = WriteAll(fd, bytes[..made]);
            }
        }

        // Half a pair of surrogates at the end.
        encoder.Convert([], bytes, flush: true, out _, out int last, out _);
        return errno != 0 ? errno : WriteAll(fd, bytes[..last]);
    }

    private static int WriteAll(int fd, ReadOnlySpan<byte> content)
    {
        fixed (byte* start = content)
        {
            return WriteAll(fd, start, content.Length);
        }
    }

    private static int WriteAll(int fd, byte* start, int length)
    {
        int errno = 0;
        int written = 0;
        while (errno == 0 && written < length)
        {
            long count = LibC.write(fd, start + written, length - written);
            errno = count < 0 && LibC.errno != ErrnoCodes.Interrupted ? LibC.errno : 0;
            written += (int)Math.Max(0, count);
        }

        return errno;
    }

    private static byte[]? ReadAll(int fd, int size)
    {
        byte[] content = new byte[size];
        int read = 0;
        fixed (byte* start = content)
        {
            while (read < size)
            {
                long count = LibC.read(fd, start + read, size - read);
                if (count <= 0)
                {
                    return null;
                }

                read += (int)count;
            }
        }

        return content;
    }
}
