using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>Readers of commands and users.</summary>
internal sealed partial class ConfigParser
{
    /// <summary>CMD [USER [GROUP]]: the command is one (quoted) word; null if it cannot be used.</summary>
    public NotifyScriptConfig? ReadNotifyScript()
    {
        List<string> words = SplitCommand(Line.Text);
        if (words.Count < 2)
        {
            Error($"{Context}No command given for {Line.Keyword}");
            return null;
        }

        List<string> command = SplitCommand(words[1]);
        if (command.Count == 0)
        {
            Error($"{Context}Empty command for {Line.Keyword}");
            return null;
        }

        string user = words.Count > 2 ? words[2] : "";
        string group = words.Count > 3 ? words[3] : "";
        if (words.Count > 4)
        {
            Error($"{Context}{Line.Keyword}: extra words after the group - ignoring",
                "quote the command with its arguments: \"CMD ARG ...\" USER GROUP");
        }

        if (!CheckUser(user, group))
        {
            Error($"{Context}Unable to set uid/gid for script {Quote(command)}");
            return null;
        }

        NotifyScriptConfig script = new(command.ToEquatableArray(), user, group);
        if (user.Length == 0)
        {
            Draft.ScriptsWithoutUser.Add((script, Line.Span));
        }

        return script;
    }

    /// <summary>CMD with arguments, quoted as one word or plain; there is no user on the line.</summary>
    public NotifyScriptConfig? ReadCommand()
    {
        List<string> words = SplitCommand(Line.Text);
        if (words.Count < 2)
        {
            Error($"{Context}No command given for {Line.Keyword}");
            return null;
        }

        List<string> command = [.. SplitCommand(words[1]), .. words.Skip(2)];
        return command.Count == 0 ? null : new NotifyScriptConfig(command.ToEquatableArray());
    }

    /// <summary>True if both exist, or are empty.</summary>
    public bool CheckUser(string user, string group) =>
        (user.Length == 0 || Host.UserExists(user))
        && (group.Length == 0 || Host.GroupExists(group.TrimStart(':')));

    public static string Quote(IEnumerable<string> words) => string.Join(' ', words.Select(static w => $"'{w}'"));

    private List<string> SplitCommand(string text)
    {
        List<string> words = ShellWords.Split(text, out char unmatched);
        if (unmatched != '\0')
        {
            Error(Config.Diagnostics.TestStatus.UnterminatedQuote, $"String '{text}': missing terminating {unmatched}");
        }

        return words;
    }
}
