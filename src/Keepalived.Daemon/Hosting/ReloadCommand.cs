using Keepalived.Daemon.CommandLine;
using Keepalived.Linux.Host;
using Keepalived.Linux.Signals;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// <c>keepalived-actors reload</c>: what <c>kill -HUP</c> of the pid file's process does, with an answer.
/// </summary>
internal static class ReloadCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        CommandLineVerdict verdict = CommandLineParser.Parse(arguments, output, error);
        if (verdict.ExitCode is int exitCode)
        {
            return exitCode;
        }

        string path = verdict.Options.PidFile ?? PidFiles.DefaultPath;
        int pid = PidFile.ReadPid(path);
        if (pid <= 0)
        {
            error.WriteLine($"{path} names no running daemon");
            return ExitCodes.Fatal;
        }

        if (!SignalSender.TrySend(pid, SignalNumbers.Reload, out string failure))
        {
            error.WriteLine($"Cannot signal process {pid}: {failure}");
            return ExitCodes.Fatal;
        }

        output.WriteLine($"Process {pid} reloads; the log says what came of it");
        return ExitCodes.Ok;
    }
}
