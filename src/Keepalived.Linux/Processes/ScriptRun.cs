using Keepalived.Core.Ports;

namespace Keepalived.Linux.Processes;

/// <summary>One script, from request to end. All but <see cref="Kill"/> belongs to the spawner's thread.</summary>
internal sealed class ScriptRun(
    ScriptSpawner spawner, ScriptCommand command, TimeSpan timeout, Action<ScriptResult> onExit)
    : IScriptRun
{
    public const long Never = long.MaxValue;

    public ScriptCommand Command => command;

    public TimeSpan Timeout => timeout;

    public int Pid { get; set; }

    public int PidFd { get; set; } = -1;

    /// <summary>Its line in the record of groups.</summary>
    public int RecordSlot { get; set; } = -1;

    /// <summary>Monotonic nanoseconds: SIGTERM to the group.</summary>
    public long TermAt { get; set; } = Never;

    /// <summary>Monotonic nanoseconds: SIGKILL to the group.</summary>
    public long KillAt { get; set; } = Never;

    public bool TimedOut { get; set; }

    /// <summary>
    /// The leader has ended and was told of, but is not reaped: as long as it stays a zombie, its number is that of
    /// this group and of nothing else, and the rest of the group can still be killed.
    /// </summary>
    public bool Ended { get; set; }

    public void Kill(TimeSpan grace) => spawner.RequestKill(this, grace);

    public void Report(ScriptResult result, Action<Exception>? callbackFailed)
    {
        try
        {
            onExit(result);
        }
        catch (Exception exception)
        {
            callbackFailed?.Invoke(exception);
        }
    }
}
