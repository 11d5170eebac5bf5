using Keepalived.Config.Model;
using Keepalived.Daemon.CommandLine;
using Keepalived.Linux.Host;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// All pid files of this process: the main one always, those of -r, -c, -b too, all with the same number (decision 8).
/// </summary>
internal sealed class PidFiles : IDisposable
{
    public const string DefaultPath = "/run/keepalived.pid";
    private const string PidDirectory = "/run/keepalived";

    private readonly List<PidFile> _held = [];

    /// <summary>Null when all are ours; else the reason, and whether it is another copy that runs.</summary>
    public string? Take(CommandLineOptions options, GlobalConfig global, out bool isOther)
    {
        isOther = false;
        foreach (string path in Paths(options, global))
        {
            if (UsesDirectory(options, global))
            {
                Directory.CreateDirectory(PidDirectory);
            }

            PidFileStatus status = PidFile.TryTake(path, out PidFile? file, out _, out string failure);
            if (status != PidFileStatus.Taken)
            {
                isOther = status == PidFileStatus.OtherRunning;
                return failure;
            }

            _held.Add(file!);
        }

        return null;
    }

    public void Dispose()
    {
        _held.ForEach(file => file.Dispose());
        _held.Clear();
    }

    internal static IEnumerable<string> Paths(CommandLineOptions options, GlobalConfig global)
    {
        string[] named =
        [
            options.PidFile ?? MainPath(options, global),
            .. new[] { options.VrrpPidFile, options.CheckersPidFile, options.BfdPidFile }.OfType<string>(),
        ];
        return named.Select(Path.GetFullPath).Distinct();
    }

    /// <summary>That of the daemon that a command means: the one named with -p, else where it usually stands.</summary>
    internal static string OfDaemon(CommandLineOptions options) => Paths(options, new GlobalConfig()).First();

    internal static string MainPath(CommandLineOptions options, GlobalConfig global) =>
        global.InstanceName.Length > 0 ? $"{PidDirectory}/keepalived_{global.InstanceName}.pid"
        : UsesDirectory(options, global) ? $"{PidDirectory}/keepalived.pid"
        : DefaultPath;

    // In a network namespace the directory is /run/keepalived/NAME for everybody else.
    private static bool UsesDirectory(CommandLineOptions options, GlobalConfig global) =>
        global.UsePidDirectory || global.InstanceName.Length > 0 || options.NetworkNamespace is { Length: > 0 };
}
