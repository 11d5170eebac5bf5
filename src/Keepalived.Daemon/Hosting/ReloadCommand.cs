using System.Globalization;
using System.Text;
using Keepalived.Daemon.CommandLine;
using Keepalived.Linux.Host;
using Keepalived.Linux.Signals;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// <c>keepalived-actors reload</c>: what <c>kill -HUP</c> of the pid file's process does, with an answer.
/// <c>confirm</c>: keeps what a reload with <c>--confirm</c> has applied.
/// </summary>
internal static class ReloadCommand
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        CommandLineVerdict verdict = CommandLineParser.Parse(arguments, output, error);
        if (verdict.ExitCode is int exitCode)
        {
            return exitCode;
        }

        if (!NamespaceEntry.TryEnter(verdict.Options, ["reload", .. arguments], error))
        {
            return ExitCodes.Fatal;
        }

        string path = PidFiles.OfDaemon(verdict.Options);
        int pid = PidFile.ReadPid(path);
        if (pid <= 0)
        {
            error.WriteLine($"{path} names no running daemon");
            return ExitCodes.Fatal;
        }

        RunFiles files = RunFiles.Create(path);
        int before = ReloadOutcome.TryRead(files.ReloadOutcome)?.Number ?? 0;
        if (verdict.Options.ConfirmSeconds is { } seconds && !Announce(files.Confirmation, seconds, error))
        {
            return ExitCodes.Fatal;
        }

        if (!SignalSender.TrySend(pid, SignalNumbers.Reload, out string failure))
        {
            error.WriteLine($"Cannot signal process {pid}: {failure}");
            return ExitCodes.Fatal;
        }

        return Await(pid, files, before, verdict.Options.ConfirmSeconds, new(output, error));
    }

    public static int Confirm(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        CommandLineVerdict verdict = CommandLineParser.Parse(arguments, output, error);
        if (verdict.ExitCode is int exitCode)
        {
            return exitCode;
        }

        if (!NamespaceEntry.TryEnter(verdict.Options, ["confirm", .. arguments], error))
        {
            return ExitCodes.Fatal;
        }

        RunFiles files = RunFiles.Create(PidFiles.OfDaemon(verdict.Options));
        if (!File.Exists(files.Confirmation))
        {
            error.WriteLine("No reload waits to be confirmed: none had --confirm, or it has gone back (see the log)");
            return ExitCodes.Fatal;
        }

        File.Delete(files.Confirmation);
        output.WriteLine("The configuration is kept");
        return ExitCodes.Ok;
    }

    private static bool Announce(string path, int seconds, TextWriter error)
    {
        string text = seconds.ToString(CultureInfo.InvariantCulture);
        if (SafeFile.TryWrite(path, Encoding.ASCII.GetBytes(text), out string failure))
        {
            return true;
        }

        error.WriteLine($"Cannot ask for a confirmation: {failure}");
        return false;
    }

    private static int Await(int pid, RunFiles files, int before, int? confirmSeconds, Answers answers)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < s_patience)
        {
            if (ReloadOutcome.TryRead(files.ReloadOutcome) is { } outcome && outcome.Number != before)
            {
                return Report(outcome, files, confirmSeconds, answers);
            }

            if (!Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}")))
            {
                answers.Error.WriteLine($"Process {pid} has ended");
                return ExitCodes.Fatal;
            }

            Thread.Sleep(s_pause);
        }

        answers.Error.WriteLine($"Process {pid} was told to reload and has not answered; the log says what came of it");
        return ExitCodes.Fatal;
    }

    private static int Report(ReloadOutcome outcome, RunFiles files, int? confirmSeconds, Answers answers)
    {
        if (!outcome.Applied)
        {
            answers.Error.WriteLine($"Refused, the running configuration is kept: {outcome.Text}");
            File.Delete(files.Confirmation);
            return ExitCodes.Fatal;
        }

        answers.Output.WriteLine($"Applied: {outcome.Text}");
        if (confirmSeconds is { } seconds)
        {
            answers.Output.WriteLine(
                $"It goes back by itself in {seconds} s, unless this comes before: keepalived-actors confirm");
        }

        return ExitCodes.Ok;
    }

    private readonly record struct Answers(TextWriter Output, TextWriter Error);
}
