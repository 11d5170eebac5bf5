namespace Keepalived.Core.Ports;

/// <summary>Starts scripts in a process group of their own (decision 18).</summary>
public interface IScriptRunner
{
    /// <summary>
    /// Starts it and returns at once; <paramref name="onExit"/> is called exactly once, on a thread of the runner.
    /// After the time-out: SIGTERM to the group, 2 s later SIGKILL.
    /// </summary>
    IScriptRun Run(ScriptCommand command, TimeSpan timeout, Action<ScriptResult> onExit);
}

/// <summary>A script with arguments and the user it runs as. Equality is by value.</summary>
/// <param name="Words">Program (absolute path) and arguments.</param>
/// <param name="UserId">-1 = the daemon's.</param>
public sealed record ScriptCommand(IReadOnlyList<string> Words, int UserId = -1, int GroupId = -1)
{
    /// <summary>With all groups of its user, not with its first alone (<c>set_supplementary_groups</c>).</summary>
    public bool HasAllGroups { get; init; }

    public bool Equals(ScriptCommand? other) =>
        other is not null && UserId == other.UserId && GroupId == other.GroupId && HasAllGroups == other.HasAllGroups
        && Words.SequenceEqual(other.Words);

    public override int GetHashCode() =>
        HashCode.Combine(UserId, GroupId, Words.Count, Words.Count > 0 ? Words[0] : "");
}

public interface IScriptRun
{
    /// <summary>Ends the whole process group: SIGTERM, then SIGKILL after <paramref name="grace"/>.</summary>
    void Kill(TimeSpan grace);
}

/// <param name="ExitStatus">Exit status, or -1.</param>
/// <param name="Signal">Signal that ended it, or 0.</param>
/// <param name="StartError">Positive errno when it could not be started.</param>
public readonly record struct ScriptResult(int ExitStatus, int Signal, bool TimedOut, int StartError)
{
    public bool Succeeded => ExitStatus == 0 && StartError == 0 && !TimedOut;
}
