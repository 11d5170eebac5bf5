using Keepalived.Config.Grammar;
using Keepalived.Daemon.CommandLine;

namespace Keepalived.Daemon.Hosting;

/// <summary><c>help</c>: how the program is used; <c>help KEYWORD</c>; <c>help --man</c>.</summary>
internal static class HelpCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        CommandLineVerdict verdict = CommandLineParser.Parse(arguments, output, error, takesWords: true);
        if (verdict.ExitCode is int exitCode)
        {
            return exitCode;
        }

        if (verdict.Options.ManualPage)
        {
            output.Write(KeywordHelp.ManualPage());
            return ExitCodes.Ok;
        }

        if (verdict.Options.ExtraWords.Count == 0)
        {
            UsageText.Write(output);
            return ExitCodes.Ok;
        }

        int status = ExitCodes.Ok;
        foreach (string name in verdict.Options.ExtraWords)
        {
            if (KeywordHelp.Of(name) is { } text)
            {
                output.Write(text);
                continue;
            }

            IReadOnlyList<string> near = KeywordHelp.Near(name);
            error.WriteLine(near.Count == 0
                ? $"There is no keyword {name}"
                : $"There is no keyword {name}; did you mean {string.Join(", ", near)}?");
            status = ExitCodes.Fatal;
        }

        return status;
    }
}
