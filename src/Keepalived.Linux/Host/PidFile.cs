using System.Globalization;
using System.Text;
using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Host;

/// <summary>What became of taking a pid file.</summary>
public enum PidFileStatus
{
    Taken,

    /// <summary>Another copy runs; <see cref="PidFile.TryTake"/> tells its process id.</summary>
    OtherRunning,

    /// <summary>The file cannot be written.</summary>
    Failed,
}

/// <summary>
/// A pid file that we hold by a lock as long as we live. A copy of ours is known by that lock, the reference daemon by
/// the process that the file names. Removed on disposal.
/// </summary>
public sealed unsafe class PidFile : IDisposable
{
    private const int MaxAttempts = 8;
    private const uint Mode = 0x1A4;

    private readonly string _path;
    private int _fd;

    private PidFile(string path, int fd)
    {
        _path = path;
        _fd = fd;
    }

    /// <param name="path">Absolute.</param>
    /// <param name="file">Held from now on, if taken.</param>
    /// <param name="otherPid">Of the other copy, if known; else 0.</param>
    /// <param name="failure">For people.</param>
    public static PidFileStatus TryTake(string path, out PidFile? file, out int otherPid, out string failure)
    {
        file = null;
        otherPid = 0;
        failure = "";
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            int flags = LibC.O_RDWR | LibC.O_CREAT | LibC.O_NOFOLLOW | LibC.O_NONBLOCK | LibC.O_CLOEXEC;
            int fd = Libc.Open(path, flags, Mode);
            if (fd < 0)
            {
                failure = $"{path}: {Libc.Describe(Libc.Errno)}";
                return PidFileStatus.Failed;
            }

            bool locked = FileLock.TryTake(fd);
            otherPid = ReadPid(path);
            if (!locked || IsDaemon(otherPid))
            {
                _ = LibC.close(fd);
                failure = $"{path}: another copy runs with process id {otherPid}";
                return PidFileStatus.OtherRunning;
            }

            // Whoever held it may have removed it between our opening and locking: then we hold a file without a name.
            if (FileStatus.TryGet(fd, out FileStatus held, out _) && held.IsRegular
                && FileStatus.TryGet(path, followLinks: false, out FileStatus named, out _) && held.IsSameFile(named))
            {
                otherPid = 0;
                file = new PidFile(path, fd);
                return file.Write(out failure) ? PidFileStatus.Taken : PidFileStatus.Failed;
            }

            _ = LibC.close(fd);
        }

        failure = $"{path}: not a file that can be held";
        return PidFileStatus.Failed;
    }

    /// <summary>The number in a pid file, or 0.</summary>
    public static int ReadPid(string path)
    {
        try
        {
            string text = File.ReadAllText(path).Trim();
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    public void Dispose()
    {
        int fd = Interlocked.Exchange(ref _fd, -1);
        if (fd < 0)
        {
            return;
        }

        // Removed before the lock goes, so that the next copy's file is never the one removed.
        if (FileStatus.TryGet(fd, out FileStatus held, out _)
            && FileStatus.TryGet(_path, followLinks: false, out FileStatus named, out _) && held.IsSameFile(named))
        {
            _ = Libc.UnlinkAt(-100, _path, 0);
        }

        _ = LibC.close(fd);
    }

    /// <summary>A living process, not ourselves, that is called keepalived or as we are.</summary>
    private static bool IsDaemon(int pid)
    {
        if (pid <= 0 || pid == Environment.ProcessId)
        {
            return false;
        }

        string name = ProcessFacts.NameOf(pid);
        return name.Length > 0
            && (name.StartsWith("keepalived", StringComparison.Ordinal)
                || (name != "dotnet" && name == ProcessFacts.NameOf(Environment.ProcessId)));
    }

    private bool Write(out string failure)
    {
        byte[] text = Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n");
        fixed (byte* start = text)
        {
            bool written = LibC.ftruncate(_fd, 0) == 0 && LibC.write(_fd, start, text.Length) == text.Length;
            failure = written ? "" : $"{_path}: {Libc.Describe(LibC.errno)}";
            return written;
        }
    }
}
