using Keepalived.Config;
using Keepalived.Config.Diagnostics;
using Keepalived.Daemon.CommandLine;
using Keepalived.Linux.Host;
using Serilog;

namespace Keepalived.Daemon.Hosting;

/// <summary>Reads keepalived.conf with what the command line says about it.</summary>
internal static class ConfigReader
{
    /// <param name="options">The command line.</param>
    /// <param name="lineRead">Told each line as it is read; null: nobody wants to know.</param>
    public static ConfigResult Read(CommandLineOptions options, Action<string>? lineRead = null) => ConfigLoader.Load(
        options.ConfigFile,
        new ConfigLoaderOptions
        {
            ConfigId = options.ConfigId,
            IsTest = options.ConfigTest,
            Environment = new SystemEnvironment(),
            LineRead = lineRead,
        });

    public static void Report(ConfigResult result)
    {
        foreach (ConfigDiagnostic diagnostic in result.Diagnostics)
        {
            if (diagnostic.Severity >= DiagnosticSeverity.Error)
            {
                Log.Error("{Diagnostic}", diagnostic);
            }
            else if (diagnostic.Severity == DiagnosticSeverity.Advice)
            {
                Log.Information("{Diagnostic}", diagnostic);
            }
            else
            {
                Log.Warning("{Diagnostic}", diagnostic);
            }
        }
    }
}
