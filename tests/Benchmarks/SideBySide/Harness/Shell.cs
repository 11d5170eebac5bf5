using System.Diagnostics;

namespace Benchmarks.SideBySide.Harness;

/// <summary>Runs short commands to their end.</summary>
internal static class Shell
{
    /// <summary>The command's output; throws with it when the command fails.</summary>
    public static string Run(string program, params string[] arguments) => RunWithInput("", program, arguments);

    public static bool Try(string program, params string[] arguments)
    {
        using Process process = Start("", program, arguments);
        _ = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    public static string RunWithInput(string input, string program, params string[] arguments)
    {
        using Process process = Start(input, program, arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)}: {error.GetAwaiter().GetResult()}{output}");
    }

    /// <summary>Executes lines of ip commands in a namespace, in one process.</summary>
    public static void IpBatch(string networkNamespace, params string[] lines) =>
        RunWithInput(string.Join('\n', lines) + "\n", "ip", "-n", networkNamespace, "-batch", "-");

    /// <summary>The program's path, or null where it is not installed.</summary>
    public static string? Find(string program) =>
        ((Environment.GetEnvironmentVariable("PATH") ?? "") + ":/usr/sbin:/sbin")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static Process Start(string input, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        return process;
    }
}
