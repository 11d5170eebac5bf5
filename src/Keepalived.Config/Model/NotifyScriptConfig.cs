namespace Keepalived.Config.Model;

/// <summary>A command with the user it runs as. An empty user means the default script user.</summary>
/// <param name="Words">Program and arguments, already split and unquoted.</param>
/// <param name="User">User name or empty.</param>
/// <param name="Group">Group name or empty (then the user's primary group).</param>
public sealed record NotifyScriptConfig(EquatableArray<string> Words, string User = "", string Group = "")
{
    public string Path => Words.IsEmpty ? "" : Words[0];

    /// <summary>The command line as one shows it to people.</summary>
    public string CommandLine => string.Join(' ', Words);
}
