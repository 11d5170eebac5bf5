using System.Text;
using Keepalived.Config;
using Keepalived.Daemon.CommandLine;
using Keepalived.Linux.Host;
using Keepalived.Linux.Processes;

namespace Keepalived.Daemon.Hosting;

/// <summary><c>-t[FILE]</c>: judges the configuration and says why; nothing is started.</summary>
internal static class ConfigTestCommand
{
    private const uint LogMode = 0x1A4; // 0644
    private const int LargestLog = 16 << 20;

    public static int Run(CommandLineOptions options, IReadOnlyList<string> arguments, TextWriter error)
    {
        ConfigResult result = ConfigReader.Read(options);
        if (NamespaceEntry.Wanted(options, result.Config.Global) is { } name)
        {
            // Its interfaces are those that count. Without that namespace it is judged by those that are here.
            string reason = NamespaceLauncher.Enter(name, arguments, NamespaceLauncher.Environment());
            error.WriteLine(NamespaceEntry.Refusal(name, reason));
        }

        if (options.ConfigTestLog is not { } log)
        {
            DiagnosticPrinter.Print(result.Diagnostics, options, error);
            return result.TestExitCode;
        }

        using StringWriter lines = new();
        DiagnosticPrinter.Print(result.Diagnostics, options, lines);
        if (result.Diagnostics.Length > 0 && Append(log, lines.ToString()) is { Length: > 0 } failure)
        {
            error.WriteLine($"Cannot write the messages: {failure}");
            error.Write(lines);
        }

        return result.TestExitCode;
    }

    // Written anew and renamed into place: appending would follow a link that somebody planted.
    private static string Append(string path, string lines)
    {
        byte[] before = SafeFile.TryReadOwn(path, LargestLog) ?? [];
        byte[] added = Encoding.UTF8.GetBytes(lines);
        return SafeFile.TryWrite(path, [.. before, .. added], out string failure, LogMode) ? "" : failure;
    }
}
