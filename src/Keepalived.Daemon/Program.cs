using Keepalived.Daemon.CommandLine;
using Keepalived.Daemon.Hosting;
using Keepalived.Linux.Checks;
using Keepalived.Linux.Host;
using Keepalived.Linux.Processes;
using Keepalived.Linux.Signals;

namespace Keepalived.Daemon;

/// <summary>Chooses what to be: the daemon, a configuration test, genhash, or a short answer.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        string first = arguments.Length > 0 ? arguments[0] : "";
        string[] others = arguments.Length > 0 ? arguments[1..] : [];
        if (CommandName.Current == "genhash")
        {
            return Genhash.Run(arguments, Console.Out, Console.Error);
        }

        switch (first)
        {
            case "genhash":
                return Genhash.Run(others, Console.Out, Console.Error);
            case "reload":
                return ReloadCommand.Run(others, Console.Out, Console.Error);
            case "confirm":
                return ReloadCommand.Confirm(others, Console.Out, Console.Error);
            case "plan":
                return PlanCommand.Run(others, Console.Out, Console.Error);
            case "check":
                return CheckCommand.Run(others, Console.Out, Console.Error);
            case "help":
                return HelpCommand.Run(others, Console.Out, Console.Error);
        }

        SignalSource.HearInterrupt();
        CommandLineVerdict verdict = CommandLineParser.Parse(arguments, Console.Out, Console.Error);
        if (verdict.ExitCode is int exitCode)
        {
            return exitCode;
        }

        if (verdict.GenhashArguments is { } genhash)
        {
            return Genhash.Run(genhash, Console.Out, Console.Error);
        }

        CommandLineOptions options = verdict.Options;
        if ((options.ConfigTest || options.DontFork) && !NamespaceEntry.TryEnter(options, arguments, Console.Error))
        {
            return Ended(ExitCodes.Fatal);
        }

        return options.ConfigTest ? ConfigTestCommand.Run(options, arguments, Console.Error)
            : options.DontFork ? RunForeground(options, arguments)
            : Daemonizer.Launch(["-n", .. arguments], out _);
    }

    private static int RunForeground(CommandLineOptions options, string[] arguments)
    {
        return Ended(DaemonProcess.Run(options, arguments));
    }

    private static int Ended(int status)
    {
        // Whoever launched us into the background still waits if we never became ready.
        Daemonizer.Report(status);
        return status;
    }
}
