using Keepalived.Config.Diagnostics;
using Keepalived.Daemon.CommandLine;

namespace Keepalived.Daemon.Hosting;

/// <summary>Writes diagnostics to people or to an editor.</summary>
internal static class DiagnosticPrinter
{
    public static void Print(
        IEnumerable<ConfigDiagnostic> diagnostics, CommandLineOptions options, TextWriter writer)
    {
        // https://no-color.org: whoever sets it wants none.
        bool colour = writer == Console.Error && !Console.IsErrorRedirected
            && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
        foreach (ConfigDiagnostic diagnostic in diagnostics)
        {
            writer.WriteLine(options.JsonDiagnostics
                ? DiagnosticText.ToJson(diagnostic)
                : DiagnosticText.Of(diagnostic, colour));
        }
    }
}
