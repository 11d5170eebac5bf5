using System.Globalization;
using Interop.Tests.Harness;

namespace Interop.Tests.Processes;

/// <summary>
/// A daemon that is expected to end by itself, or to leave the foreground: with the surroundings of a
/// <see cref="DirectorProcess"/>, but none of its options.
/// </summary>
internal static class ShortRun
{
    /// <summary>Runs a daemon in the host's namespace until it ends; its exit code and all that it said.</summary>
    public static (int Code, string Output) Of(LanHost host, DirectorKind kind, params string[] options)
    {
        string daemon = kind == DirectorKind.Ours ? Machine.OurDaemon : Machine.ReferenceDaemon;
        string[] command =
        [
            "netns", "exec", host.Namespace, "sh", "-c", DirectorProcess.Prepare, "sh", host.Directory,
            .. host.Launcher, daemon, .. options,
        ];
        return Shell.Try("ip", command);
    }

    /// <summary>Writes a file for the host's daemons and returns its path.</summary>
    public static string Write(LanHost host, string name, string text)
    {
        string path = Path.Combine(host.Directory, name);
        File.WriteAllText(path, text.ReplaceLineEndings("\n"));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    /// <summary>The number in a pid file under the host's /run; 0 while there is none.</summary>
    public static int PidIn(LanHost host, string name)
    {
        string path = Path.Combine(host.Directory, "run", name);
        return File.Exists(path) && int.TryParse(
            File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
            ? pid
            : 0;
    }

    public static void Signal(int pid, string name) =>
        Shell.Run("kill", "-" + name, pid.ToString(CultureInfo.InvariantCulture));

    /// <summary>True once a process is gone or only waits to be reaped by somebody else.</summary>
    public static bool HasEnded(int pid) => StateOf(pid) is '\0' or 'Z';

    /// <summary>The letter of /proc/PID/stat (proc(5)), or NUL when there is no such process.</summary>
    public static char StateOf(int pid)
    {
        try
        {
            string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return '\0';
        }
    }
}
