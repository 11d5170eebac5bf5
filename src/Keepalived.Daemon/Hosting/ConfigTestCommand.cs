using System.Text;
using Keepalived.Config;
using Keepalived.Daemon.CommandLine;
using Keepalived.Linux.Host;

namespace Keepalived.Daemon.Hosting;

/// <summary><c>-t[FILE]</c>: judges the configuration and says why; nothing is started.</summary>
internal static class ConfigTestCommand
{
    private const uint LogMode = 0x1A4; // 0644
    private const int LargestLog = 16 << 20;

    public static int Run(CommandLineOptions options, TextWriter error)
    {
        ConfigResult result = ConfigReader.Read(options);
        string[] lines = [.. result.Diagnostics.Select(diagnostic => diagnostic.ToString())];
        if (options.ConfigTestLog is not { } log)
        {
            Array.ForEach(lines, error.WriteLine);
        }
        else if (lines.Length > 0 && Append(log, lines) is { Length: > 0 } failure)
        {
            error.WriteLine($"Cannot write the messages: {failure}");
            Array.ForEach(lines, error.WriteLine);
        }

        return result.TestExitCode;
    }

    // Written anew and renamed into place: appending would follow a link that somebody planted.
    private static string Append(string path, string[] lines)
    {
        byte[] before = SafeFile.TryReadOwn(path, LargestLog) ?? [];
        byte[] added = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
        return SafeFile.TryWrite(path, [.. before, .. added], out string failure, LogMode) ? "" : failure;
    }
}
