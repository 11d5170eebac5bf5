using System.Globalization;
using Keepalived.Linux.Host;
using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Processes;

/// <summary>
/// Daemon mode without fork: the program starts itself once more, in the foreground mode and in a session of its own,
/// and the first one stays until the second reports that it is ready, or fails.
/// </summary>
public static unsafe class Daemonizer
{
    /// <summary>Tells the second one where to report.</summary>
    internal const string ReadyVariable = "KEEPALIVED_ACTORS_READY_FD";

    private const int PassedFd = 3;

    /// <summary>
    /// Starts the program with <paramref name="arguments"/> and waits for its report. Returns the exit status that the
    /// first one should end with: 0 = the daemon runs.
    /// </summary>
    /// <param name="arguments">Without the program itself; they must ask for the foreground mode.</param>
    /// <param name="pid">Of the daemon; 0 if it could not be started.</param>
    public static int Launch(IReadOnlyList<string> arguments, out int pid)
    {
        List<string> own = OwnCommand();
        return Launch(OwnPath(), [.. own, .. arguments], out pid);
    }

    internal static int Launch(string path, IReadOnlyList<string> words, out int pid)
    {
        int* ends = stackalloc int[2];
        pid = 0;
        if (LibC.pipe2(ends, LibC.O_CLOEXEC) != 0)
        {
            return 1;
        }

        List<string> environment = ProcessStarter.CurrentEnvironment();
        environment.Add(string.Create(CultureInfo.InvariantCulture, $"{ReadyVariable}={PassedFd}"));
        int started = ProcessStarter.Start(path, words, environment, ownSession: true, passedFd: ends[1]);
        _ = LibC.close(ends[1]);
        int status = 1;
        if (started > 0)
        {
            pid = started;
            status = ReadReport(ends[0]) ?? WaitForEnd(started);
        }

        _ = LibC.close(ends[0]);
        return status;
    }

    /// <summary>
    /// Says to the waiting one that we are ready (0) or end with this status; does nothing when nobody waits.
    /// </summary>
    public static void Report(int status)
    {
        string? text = Environment.GetEnvironmentVariable(ReadyVariable);
        Environment.SetEnvironmentVariable(ReadyVariable, null);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int fd))
        {
            return;
        }

        byte value = (byte)status;
        _ = LibC.write(fd, &value, 1);
        _ = LibC.close(fd);
    }

    /// <summary>Somebody waits for <see cref="Report"/>: we are the second one.</summary>
    public static bool IsLaunched => Environment.GetEnvironmentVariable(ReadyVariable) is not null;

    /// <summary>The program's file: what is executed through the link itself would be called "exe".</summary>
    internal static string OwnPath()
    {
        string target = ProcessFacts.LinkTarget("/proc/self/exe");
        return File.Exists(target) ? target : "/proc/self/exe";
    }

    /// <summary>The program as it was called: a host such as dotnet comes with the assembly's path.</summary>
    internal static List<string> OwnCommand()
    {
        string[] words = ProcessFacts.TryRead("/proc/self/cmdline").Split('\0');
        List<string> own = [words[0]];
        if (words.Length > 1 && words[1].EndsWith(".dll", StringComparison.Ordinal))
        {
            own.Add(Path.GetFullPath(words[1]));
        }

        return own;
    }

    /// <summary>Null if it ended without a report.</summary>
    private static int? ReadReport(int fd)
    {
        while (true)
        {
            byte value;
            long count = LibC.read(fd, &value, 1);
            if (count >= 0)
            {
                return count == 1 ? value : null;
            }

            if (LibC.errno != ErrnoCodes.Interrupted)
            {
                return null;
            }
        }
    }

    private static int WaitForEnd(int pid)
    {
        SignalInfo info = default;
        while (ProcessCalls.Wait(ProcessCalls.WaitForPid, pid, &info, ProcessCalls.Exited) != 0)
        {
            if (Libc.Errno != ErrnoCodes.Interrupted)
            {
                return 1;
            }
        }

        return info.Code == ProcessCalls.CodeExited && info.Status != 0 ? info.Status : 1;
    }
}
