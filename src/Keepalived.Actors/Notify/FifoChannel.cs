using Keepalived.Config.Model;
using Keepalived.Core.Notify;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Notify;

/// <summary>One configured FIFO: the open pipe, what waits for it, and the script that reads it.</summary>
internal sealed class FifoChannel(NotifyFifoConfig config)
{
    private static readonly TimeSpan s_killGrace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(60);

    private INotifyPipe? _pipe;
    private IScriptRun? _run;
    private TimeSpan _startedAt;
    private TimeSpan _pause = s_firstPause;

    public NotifyFifoConfig Config { get; } = config;

    public FifoBacklog Backlog { get; } = new();

    /// <summary>Which start of the script an end belongs to.</summary>
    public int ScriptNumber { get; private set; }

    public bool ScriptRuns => _run is not null;

    /// <summary>When the script is due to be started (again).</summary>
    public TimeSpan? StartScriptAt { get; private set; }

    /// <summary>The earliest moment at which something is to be done.</summary>
    public TimeSpan? NextDeadline => StartScriptAt is { } start && !(Backlog.NextAttempt < start)
        ? start
        : Backlog.NextAttempt;

    /// <summary>Null or what stands in the way.</summary>
    public string? Open(INotifyPipes pipes, TimeSpan now)
    {
        if (_pipe is null && (_pipe = pipes.TryOpen(Config, out string failure)) is null)
        {
            return failure;
        }

        if (Config.Script is not null && _run is null)
        {
            StartScriptAt = now;
        }

        return null;
    }

    /// <summary>False if an older line had to go.</summary>
    public bool Write(byte[] line, TimeSpan now)
    {
        if (_pipe is null)
        {
            return true;
        }

        bool hasRoom = Backlog.Add(line);
        Pump(now);
        return hasRoom;
    }

    public void Pump(TimeSpan now)
    {
        if (_pipe is { } pipe)
        {
            Backlog.Drain(line => pipe.TryWrite(line), now);
        }
    }

    public int BeginScript(TimeSpan now)
    {
        StartScriptAt = null;
        _startedAt = now;
        return ++ScriptNumber;
    }

    public void ScriptStarted(IScriptRun run) => _run = run;

    /// <summary>The pause after which it is started again: a reader that ends leaves people without notice.</summary>
    public TimeSpan ScriptEnded(TimeSpan now)
    {
        _run = null;
        _pause = now - _startedAt > s_longestPause ? s_firstPause : _pause;
        TimeSpan pause = _pause;
        _pause = _pause * 2 < s_longestPause ? _pause * 2 : s_longestPause;
        StartScriptAt = now + pause;
        return pause;
    }

    /// <summary>Its reader sees the end of the file after the last line.</summary>
    public void Close()
    {
        _pipe?.Dispose();
        _pipe = null;
        StartScriptAt = null;
        Backlog.Clear();
    }

    public void KillScript()
    {
        _run?.Kill(s_killGrace);
        _run = null;
        ScriptNumber++;
    }
}
