using System.Text;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Model;
using Keepalived.Daemon.CommandLine;
using Keepalived.Linux.Host;
using Serilog;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// The file of <c>reload_check_config</c>: what a configuration test says of the file that was last to be loaded.
/// Empty when there is nothing to say.
/// </summary>
internal static class ReloadCheckLog
{
    /// <param name="running">Of the configuration that runs: the test comes before the new one.</param>
    public static void Write(
        ReloadConfig running, IEnumerable<ConfigDiagnostic> diagnostics, CommandLineOptions options)
    {
        if (!running.CheckConfig || running.CheckLog.Length == 0 || running.CheckLog == "/dev/null")
        {
            return;
        }

        using StringWriter lines = new();
        DiagnosticPrinter.Print(diagnostics, options, lines);
        if (!SafeFile.TryWrite(running.CheckLog, Encoding.UTF8.GetBytes(lines.ToString()), out string failure))
        {
            Log.Warning("reload_check_config: {Failure}", failure);
        }
    }
}
