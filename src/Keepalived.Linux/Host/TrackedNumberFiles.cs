using System.Globalization;
using System.Text;
using Keepalived.Core.Ports;
using Keepalived.Core.Tracking;
using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Host;

/// <summary>
/// Tracked files by descriptors: what is opened is looked at before it is read or written, so that a FIFO does not
/// block its reader and a link does not lead a writer astray.
/// </summary>
public sealed unsafe class TrackedNumberFiles : ITrackedFiles
{
    private const string NotRegular = "it is not a regular file";

    // 0644, less the umask.
    private const uint Mode = 0x1A4;

    /// <inheritdoc/>
    /// <remarks>A link is followed here: reading what it leads to does no harm.</remarks>
    public int Read(string path, out string complaint)
    {
        int fd = Open(path, LibC.O_RDONLY, out complaint);
        if (fd < 0)
        {
            return 0;
        }

        Span<byte> bytes = stackalloc byte[TrackedNumber.MaximumLength];
        int length = 0;
        fixed (byte* start = bytes)
        {
            long count;
            while (length < bytes.Length && (count = LibC.read(fd, start + length, bytes.Length - length)) > 0)
            {
                length += (int)count;
            }
        }

        _ = LibC.close(fd);
        bool isNumber = TrackedNumber.TryParse(Encoding.ASCII.GetString(bytes[..length]), out int value);
        complaint = isNumber ? "" : "there is no number in it";
        return isNumber ? value : 0;
    }

    /// <inheritdoc/>
    public string Create(string path, int value, bool overwrite)
    {
        int flags = LibC.O_WRONLY | LibC.O_CREAT | LibC.O_EXCL | LibC.O_NOFOLLOW | LibC.O_CLOEXEC;
        int fd = Libc.Open(path, flags, Mode);
        int errno = fd < 0 ? Libc.Errno : 0;
        if (errno == ErrnoCodes.Exists)
        {
            if (!overwrite)
            {
                return "";
            }

            fd = Open(path, LibC.O_WRONLY | LibC.O_NOFOLLOW, out string complaint);
            if (fd < 0)
            {
                return complaint;
            }
        }
        else if (errno != 0)
        {
            return Libc.Describe(errno);
        }

        return Write(fd, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{value}\n")));
    }

    /// <summary>Of a regular file, or -1 and why.</summary>
    private static int Open(string path, int flags, out string complaint)
    {
        int fd = Libc.Open(path, flags | LibC.O_NONBLOCK | LibC.O_CLOEXEC, 0);
        if (fd < 0)
        {
            int errno = Libc.Errno;
            bool isLink = FileStatus.TryGet(path, followLinks: false, out FileStatus there, out _) && there.IsLink;
            bool isRefused = isLink && (flags & LibC.O_NOFOLLOW) != 0;
            complaint = isRefused ? "it is a link, which is not followed" : Libc.Describe(errno);
            return -1;
        }

        complaint = FileStatus.TryGet(fd, out FileStatus status, out _) && status.IsRegular ? "" : NotRegular;
        if (complaint.Length > 0)
        {
            _ = LibC.close(fd);
            return -1;
        }

        return fd;
    }

    private static string Write(int fd, byte[] content)
    {
        int errno = LibC.ftruncate(fd, 0) == 0 ? 0 : LibC.errno;
        fixed (byte* start = content)
        {
            // A few octets into an empty file: all of them or none.
            if (errno == 0 && LibC.write(fd, start, content.Length) != content.Length)
            {
                errno = LibC.errno;
            }
        }

        _ = LibC.close(fd);
        return errno == 0 ? "" : Libc.Describe(errno);
    }
}
