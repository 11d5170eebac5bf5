using System.Diagnostics;

namespace Keepalived.Ipvs.Tests;

/// <summary>The system's own tool, as a witness that is not ours.</summary>
internal static class Ipvsadm
{
    /// <summary>Lines of the table, sorted as <see cref="IpvsadmText"/> sorts them.</summary>
    public static List<string> Table()
    {
        List<string> lines =
            [.. Run("-Sn").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    public static string Run(params string[] arguments) => Shell.Run("ipvsadm", arguments);
}

internal static class Shell
{
    /// <summary>
    /// Runs a program to its end and returns what it wrote; a failure is an exception with its words.
    /// </summary>
    public static string Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.Result}{output}");
    }
}
