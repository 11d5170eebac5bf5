using System.Text;
using Keepalived.Core.Kernel;
using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Netlink;

/// <summary>Values below /proc/sys.</summary>
internal static unsafe class SysctlFile
{
    private const string Root = "/proc/sys/";

    /// <summary>Does what a sysctl command says. 0 or a positive errno.</summary>
    public static int Apply(KernelCommand command)
    {
        switch (command)
        {
            case WriteSysctl write:
                int errno = Write(write.Path, write.Value);
                return write.IsOptional && errno == ErrnoCodes.NoEntry ? 0 : errno;
            case SetSysctl { Sysctl: var item }:
                return Write(item.Path, item.Value);
            case RestoreSysctl { Sysctl: { Original: { } original } item } when original != item.Value:
                // The interface may be gone, and somebody else may have had a reason to change it since.
                return Read(item.Path) == item.Value ? Write(item.Path, original) : 0;
            default:
                return 0;
        }
    }

    /// <summary>Writes in one call, as the kernel's handlers need it. 0 or a positive errno.</summary>
    /// <param name="path">Below /proc/sys, with slashes; <c>..</c> is refused.</param>
    /// <param name="value">Without a line end.</param>
    public static int Write(string path, string value)
    {
        if (path.Contains("..", StringComparison.Ordinal))
        {
            return ErrnoCodes.Invalid;
        }

        byte[] name = Encoding.UTF8.GetBytes(Root + path + "\0");
        byte[] text = Encoding.UTF8.GetBytes(value);
        fixed (byte* file = name)
        fixed (byte* start = text)
        {
            int fd = LibC.open(file, LibC.O_WRONLY | LibC.O_CLOEXEC, 0);
            if (fd < 0)
            {
                return LibC.errno;
            }

            long written = LibC.write(fd, start, text.Length);
            int errno = written < 0 ? LibC.errno : 0;
            _ = LibC.close(fd);
            return errno;
        }
    }

    /// <summary>The value without its line end, or null.</summary>
    public static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(Root + path).TrimEnd('\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
