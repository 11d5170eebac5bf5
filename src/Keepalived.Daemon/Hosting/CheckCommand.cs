using Keepalived.Config;
using Keepalived.Config.Cluster;
using Keepalived.Config.Diagnostics;
using Keepalived.Daemon.CommandLine;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// <c>check FILE FILE...</c>: do the files of these directors fit each other, and who becomes Master? 0: they do;
/// 1: there are findings; 2: a file cannot be read at all.
/// </summary>
internal static class CheckCommand
{
    private const int Unreadable = 2;

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        CommandLineVerdict verdict = CommandLineParser.Parse(arguments, output, error, takesWords: true);
        if (verdict.ExitCode is int exitCode)
        {
            return exitCode;
        }

        CommandLineOptions options = verdict.Options;
        if (options.ExtraWords.Count < 2)
        {
            error.WriteLine("Two files at least: keepalived-actors check director-1.conf director-2.conf");
            return Unreadable;
        }

        List<ClusterMember> members = [];
        bool isFlawed = false;
        foreach (string file in options.ExtraWords)
        {
            // As a test: interfaces and users of the other director are not those of this host.
            ConfigResult result = ConfigReader.Read(options with { ConfigFile = file, ConfigTest = true });
            ConfigDiagnostic[] errors =
                [.. result.Diagnostics.Where(static d => d.Severity >= DiagnosticSeverity.Error)];
            DiagnosticPrinter.Print(errors, options, error);
            isFlawed |= errors.Length > 0;
            if (!File.Exists(file))
            {
                error.WriteLine($"There is no file {file}");
                return Unreadable;
            }

            members.Add(new ClusterMember(file, result.Config));
        }

        ClusterCheck check = ClusterCheck.Of(members);
        DiagnosticPrinter.Print(check.Findings, options, error);
        foreach (string line in check.Forecast)
        {
            output.WriteLine(line);
        }

        bool isFinding = check.Findings.Any(static finding => finding.Severity > DiagnosticSeverity.Advice);
        return isFlawed || isFinding ? ExitCodes.Fatal : ExitCodes.Ok;
    }
}
