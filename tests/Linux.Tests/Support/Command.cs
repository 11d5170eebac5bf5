using System.Diagnostics;

namespace Linux.Tests.Support;

public static class Command
{
    /// <summary>
    /// Runs a program to its end and returns what it wrote; a failure is an exception with its words.
    /// </summary>
    public static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors}{output}");
    }
}
