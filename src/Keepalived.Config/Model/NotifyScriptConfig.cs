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

/// <summary>The notify scripts of an instance or a sync group; null where none is set.</summary>
public sealed record NotifyScriptsConfig
{
    public static NotifyScriptsConfig None { get; } = new();

    public NotifyScriptConfig? Master { get; init; }

    public NotifyScriptConfig? Backup { get; init; }

    public NotifyScriptConfig? Fault { get; init; }

    public NotifyScriptConfig? Stop { get; init; }

    public NotifyScriptConfig? Deleted { get; init; }

    /// <summary>Called for every change with four more arguments: kind, name, state, priority.</summary>
    public NotifyScriptConfig? Any { get; init; }

    public NotifyScriptConfig? MasterReceivesLowerPriority { get; init; }

    public bool IsEmpty => this == None;
}

/// <summary>A named pipe that receives notifications, and the script that reads it.</summary>
public sealed record NotifyFifoConfig(string Path, string User = "", string Group = "")
{
    public NotifyScriptConfig? Script { get; init; }
}
