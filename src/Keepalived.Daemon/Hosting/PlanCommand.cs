using Keepalived.Actors.Configuration;
using Keepalived.Config;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Diff;
using Keepalived.Daemon.CommandLine;
using Keepalived.Linux.Host;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// <c>plan [-f NEW] [--from OLD]</c>: what a reload would do. Without OLD it is compared with what the daemon of the
/// pid file runs. Nothing is applied. 0: it would be applied; 1: it would be refused, or there is nothing to compare
/// with.
/// </summary>
internal static class PlanCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        CommandLineVerdict verdict = CommandLineParser.Parse(arguments, output, error);
        if (verdict.ExitCode is int exitCode)
        {
            return exitCode;
        }

        if (!NamespaceEntry.TryEnter(verdict.Options, ["plan", .. arguments], error))
        {
            return ExitCodes.Fatal;
        }

        CommandLineOptions options = verdict.Options;
        string from = options.FromFile
            ?? RunFiles.Create(PidFiles.OfDaemon(options)).Configuration;
        if (!File.Exists(from))
        {
            error.WriteLine(options.FromFile is null
                ? "No running daemon has left its configuration here (same pid file, same network namespace?); "
                    + "name the old file with --from=FILE"
                : $"There is no file {from}");
            return ExitCodes.Fatal;
        }

        if (!File.Exists(options.ConfigFile))
        {
            error.WriteLine($"There is no file {options.ConfigFile}");
            return ExitCodes.Fatal;
        }

        ConfigResult before = ConfigReader.Read(options with { ConfigFile = from });
        ConfigResult after = ConfigReader.Read(options);
        if (ReloadVerdict.Refusal(before, after, out var reasons) is { } refusal)
        {
            DiagnosticPrinter.Print(reasons, options, error);
            error.WriteLine($"Would be refused, and everything go on as it is: {refusal}");
            return ExitCodes.Fatal;
        }

        DiagnosticPrinter.Print(
            after.Diagnostics.Where(static d => d.Severity >= DiagnosticSeverity.Warning), options, error);
        foreach (string line in ReloadPlan.Between(before.Config, after.Config))
        {
            output.WriteLine(line);
        }

        return ExitCodes.Ok;
    }
}
