using Keepalived.Config;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Memory;
using Keepalived.Daemon.CommandLine;
using Keepalived.Linux.Host;
using Serilog;

namespace Keepalived.Daemon.Hosting;

/// <summary>Reads keepalived.conf with what the command line says about it.</summary>
internal static class ConfigReader
{
    /// <param name="options">The command line.</param>
    /// <param name="text">Gets what is read; null: nobody wants to know.</param>
    /// <param name="memory">What the last reading spares this one; null: nothing.</param>
    public static ConfigResult Read(
        CommandLineOptions options, ReadText? text = null, ConfigMemory? memory = null) => ConfigLoader.Load(
        options.ConfigFile,
        new ConfigLoaderOptions
        {
            ConfigId = options.ConfigId,
            IsTest = options.ConfigTest,
            Environment = new SystemEnvironment(),
            ReadText = text,
            Memory = memory,
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
