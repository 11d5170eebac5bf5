using System.Diagnostics;

namespace Interop.Tests.Harness;

/// <summary>Runs a short command to its end. What stays is a process of its own, with an owner that ends it.</summary>
internal static class Shell
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    /// <summary>The command's output; throws with it when the command fails.</summary>
    public static string Run(string program, params string[] arguments)
    {
        (int code, string output) = Try(program, arguments);
        return code == 0
            ? output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {code}: {output}");
    }

    public static (int Code, string Output) Try(string program, params string[] arguments) =>
        TryWithInput("", program, arguments);

    /// <summary>Writes <paramref name="input"/> to the command, then waits for its end, 60 seconds at most.</summary>
    public static (int Code, string Output) TryWithInput(string input, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(_limit))
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"not done after {_limit.TotalSeconds} s");
        }
        return (process.ExitCode, output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());
    }

    /// <summary>What a command that may take its time wrote; its outcome is in what it says.</summary>
    public static string RunLong(TimeSpan limit, string directory, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
        }
        return output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult();
    }

    /// <summary>Executes lines of ip commands in a namespace, in one process.</summary>
    public static void IpBatch(string networkNamespace, params IEnumerable<string> lines)
    {
        string input = string.Join('\n', lines) + "\n";
        (int code, string output) = TryWithInput(input, "ip", "-n", networkNamespace, "-batch", "-");
        if (code != 0)
        {
            throw new InvalidOperationException($"ip in {networkNamespace} ended with {code}: {output}\n{input}");
        }
    }
}
