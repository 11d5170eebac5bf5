using Serilog;
using Serilog.Events;

namespace Keepalived.Daemon.Logging;

/// <summary>The idents that people filter by: the reference's process names, here parts of the tree.</summary>
internal static class Subsystem
{
    public const string Parent = "Keepalived";
    public const string Vrrp = "Keepalived_vrrp";
    public const string Checkers = "Keepalived_healthcheckers";

    private const string LogSource = "LogSource";
    private const string CheckerPath = "/keepalived/lvs";

    /// <summary>What the actor system says of its own coming and going, which tells an administrator nothing.</summary>
    public static bool IsMachinery(LogEvent e) =>
        e.Level <= LogEventLevel.Information && SourceOf(e) is { } source && Contains(source, "CoordinatedShutdown");

    /// <summary>From the path of the actor that logs, which the actor system gives as a property.</summary>
    public static string IdentOf(LogEvent e)
    {
        if (SourceOf(e) is not { } source)
        {
            return Parent;
        }

        return Contains(source, "/keepalived/vrrp") || Contains(source, "/keepalived/links")
            || Contains(source, "/keepalived/kernel") ? Vrrp
            : Contains(source, CheckerPath) ? Checkers
            : Parent;
    }

    /// <summary>Writes informational lines of the checkers' part, without the actor system.</summary>
    public static Action<string> CheckerLines()
    {
        ILogger log = Log.ForContext(LogSource, CheckerPath);
        return line => log.Information("{Line}", line);
    }

    private static string? SourceOf(LogEvent e) =>
        e.Properties.TryGetValue(LogSource, out LogEventPropertyValue? value)
            ? (value as ScalarValue)?.Value as string
            : null;

    private static bool Contains(string source, string path) => source.Contains(path, StringComparison.Ordinal);
}
