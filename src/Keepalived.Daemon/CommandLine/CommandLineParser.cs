using System.Globalization;

namespace Keepalived.Daemon.CommandLine;

/// <summary>What to do after the command line was read: run with options, or exit at once.</summary>
/// <param name="ExitCode">Null: go on with <paramref name="Options"/>.</param>
/// <param name="GenhashArguments">Not null: behave as genhash with these.</param>
internal sealed record CommandLineVerdict(
    CommandLineOptions Options,
    int? ExitCode = null,
    IReadOnlyList<string>? GenhashArguments = null);

/// <summary>
/// keepalived's command line. Options act in the order they are written, so that <c>-v</c> before a mistake still
/// prints
/// the version. Messages go to <c>error</c>, answers (<c>--signum</c>, usage) to <c>output</c>.
/// </summary>
internal static class CommandLineParser
{
    private const int LongestConfirmation = 86400;

    /// <param name="arguments">What follows the program's name, or the command's.</param>
    /// <param name="output">For answers.</param>
    /// <param name="error">For complaints.</param>
    /// <param name="takesWords">False: words that are no options are complained about, as the daemon does.</param>
    public static CommandLineVerdict Parse(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, bool takesWords = false)
    {
        OptionReader reader = new(arguments, OptionTable.All);
        CommandLineOptions options = new();
        List<string> words = [];
        while (true)
        {
            OptionReading reading = reader.Read();
            switch (reading)
            {
                case OptionReading.End:
                    return Finish(options with { ExtraWords = words }, error, takesWords);
                case OptionReading.Word:
                    words.Add(reader.Written);
                    break;
                case OptionReading.Unknown:
                    error.WriteLine($"Unknown option {reader.Written}");
                    return new CommandLineVerdict(options, ExitCode: 1);
                case OptionReading.MissingParameter:
                    error.WriteLine($"Missing parameter for option {reader.Written}");
                    return new CommandLineVerdict(options, ExitCode: 1);
                case OptionReading.Option when reader.Option!.Id == OptionId.Genhash:
                    // -T is meant to be the first option: all that follows is genhash's.
                    return new CommandLineVerdict(options, GenhashArguments: [.. AfterGenhash(arguments)]);
                default:
                    if (ImmediateAnswer(reader, output, error) is int exitCode)
                    {
                        return new CommandLineVerdict(options, exitCode);
                    }

                    options = Apply(options, reader, error);
                    if (IsNotBuiltYet(reader.Option!.Id))
                    {
                        options = options with { WithoutEffect = [.. options.WithoutEffect, reader.Written] };
                    }

                    break;
            }
        }
    }

    private static IEnumerable<string> AfterGenhash(IReadOnlyList<string> arguments) =>
        arguments.SkipWhile(word => word != "-T" && !IsGenhashLong(word)).Skip(1);

    private static bool IsGenhashLong(string word) =>
        word.Length > 2 && "--genhash".StartsWith(word, StringComparison.Ordinal);

    private static int? ImmediateAnswer(OptionReader reader, TextWriter output, TextWriter error)
    {
        switch (reader.Option!.Id)
        {
            case OptionId.Version:
                VersionText.Write(error);
                return 0;
            case OptionId.Help:
                UsageText.Write(output);
                return 0;
            case OptionId.Signum:
                return PrintSignal(reader.Argument!, output, error);
            case OptionId.Diagnostics when reader.Argument is not ("json" or "text"):
                error.WriteLine($"--diagnostics={reader.Argument}: text or json");
                return 1;
            case OptionId.Confirm when Seconds(reader.Argument!) is null:
                error.WriteLine($"--confirm={reader.Argument}: seconds, 1 to {LongestConfirmation}");
                return 1;
            default:
                return null;
        }
    }

    private static int? Seconds(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            && seconds is >= 1 and <= LongestConfirmation
            ? seconds
            : null;

    private static int PrintSignal(string name, TextWriter output, TextWriter error)
    {
        if (SignalNumbers.Find(name) is not int number)
        {
            error.WriteLine($"Unknown sigfunc {name}");
            return 1;
        }

        output.WriteLine(number.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static CommandLineOptions Apply(CommandLineOptions options, OptionReader reader, TextWriter error)
    {
        string argument = reader.Argument ?? "";
        return reader.Option!.Id switch
        {
            OptionId.UseFile => options with { ConfigFile = argument },
            OptionId.Vrrp => options with { RunCheckers = false },
            OptionId.Check => options with { RunVrrp = false },
            OptionId.NoBfd => options with { RunBfd = false },
            OptionId.All => options with { RunAll = true },
            OptionId.ReleaseVips => options with { ReleaseVips = true },
            OptionId.DontReleaseVrrp => options with { DontReleaseVrrp = true },
            OptionId.DontReleaseIpvs => options with { DontReleaseIpvs = true },
            OptionId.DontRespawn => options with { DontRespawn = true },
            OptionId.DontFork => options with { DontFork = true },
            OptionId.DumpConfig => options with { DumpConfig = true },
            OptionId.Pid => options with { PidFile = argument },
            OptionId.VrrpPid => options with { VrrpPidFile = argument },
            OptionId.CheckersPid => options with { CheckersPidFile = argument },
            OptionId.BfdPid => options with { BfdPidFile = argument },
            OptionId.AddressMonitoring => options with { AddressMonitoring = true },
            OptionId.Namespace => options with { NetworkNamespace = argument },
            OptionId.AllConfig => options with { AllIncludesMustMatch = true },
            OptionId.ConfigId => options with { ConfigId = argument },
            OptionId.IgnoreSigint => options with { IgnoreInterrupt = true },
            OptionId.ConfigTest => options with { ConfigTest = true, ConfigTestLog = reader.Argument },
            OptionId.Hocon => options with { HoconFile = argument },
            OptionId.Diagnostics => options with { JsonDiagnostics = argument == "json" },
            OptionId.Confirm => options with { ConfirmSeconds = Seconds(argument) },
            OptionId.From => options with { FromFile = argument },
            OptionId.Man => options with { ManualPage = true },
            OptionId.Umask => ApplyUmask(options, argument, error),
            _ => ApplyLogging(options, reader, error),
        };
    }

    private static CommandLineOptions ApplyLogging(CommandLineOptions options, OptionReader reader, TextWriter error)
    {
        switch (reader.Option!.Id)
        {
            case OptionId.LogConsole:
                return options with { LogConsole = true };
            case OptionId.LogDetail:
                return options with { LogDetail = Math.Min(options.LogDetail + 1, 2) };
            case OptionId.LogFile:
                return options with { LogFile = reader.Argument ?? "keepalived.log" };
            case OptionId.FlushLogFile:
                return options with { FlushLogFile = true };
            case OptionId.NoSyslog:
                return options with { NoSyslog = true };
            case OptionId.LogFacility when SyslogFacility.Find(reader.Argument!) is int facility:
                return options with { LogFacility = facility };
            case OptionId.LogFacility:
                error.WriteLine($"Invalid log facility '{reader.Argument}'");
                return options;
            default:
                return options with { WithoutEffect = [.. options.WithoutEffect, reader.Written] };
        }
    }

    /// <summary>Understood and kept, but nothing acts on it so far: said once, never passed over in silence.</summary>
    private static bool IsNotBuiltYet(OptionId id) => id is OptionId.ReleaseVips
        or OptionId.AllConfig or OptionId.AddressMonitoring or OptionId.All;

    private static CommandLineOptions ApplyUmask(CommandLineOptions options, string text, TextWriter error)
    {
        if (ParseNumber(text) is int mask and >= 0 and <= 0x1ff)
        {
            return options with { Umask = mask };
        }

        error.WriteLine($"Invalid --umask option {text}");
        return options;
    }

    // As strtol(3) with base 0 reads it: 0x.. hexadecimal, 0.. octal, else decimal.
    private static int? ParseNumber(string text)
    {
        bool hexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool octal = !hexadecimal && text.StartsWith('0');
        int value = 0;
        int radix = hexadecimal ? 16 : octal ? 8 : 10;
        foreach (char c in hexadecimal ? text[2..] : text)
        {
            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix || value > 0xffff)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        return text.Length == 0 ? null : value;
    }

    private static CommandLineVerdict Finish(CommandLineOptions options, TextWriter error, bool takesWords)
    {
        if (options.ExtraWords.Count > 0 && !takesWords)
        {
            error.WriteLine($"Unexpected argument(s): {string.Join(' ', options.ExtraWords)}");
        }

        foreach (string option in options.WithoutEffect)
        {
            error.WriteLine($"Option {option} has no effect in this version");
        }

        // A configuration test stays in the foreground, restarts nothing and leaves syslog alone.
        return new CommandLineVerdict(options.ConfigTest
            ? options with { DontFork = true, DontRespawn = true, NoSyslog = true }
            : options);
    }
}
