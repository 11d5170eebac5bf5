using Keepalived.Linux.Native;

namespace Keepalived.Linux.Sockets;

public sealed unsafe partial class ProtocolLoop
{
    private const long SecondsPerLine = 1_000_000_000;
    private const long StallNanoseconds = 1_000_000_000;

    private long _lateReportedAt = -SecondsPerLine;

    /// <summary>
    /// The process was stopped, or its machine was. Instances that wait for a Master judge by their own timers whether
    /// they have to listen again.
    /// </summary>
    private void NoteStall(long late)
    {
        Volatile.Write(ref _stalls, _stalls + 1);
        Volatile.Write(ref _longestStall, Math.Max(_longestStall, late));
        _options.Report?.Invoke($"The process was not scheduled for {ToTimeSpan(late).TotalSeconds:0.000000} s");
    }

    /// <summary>
    /// The thread came later than <c>min_auto_priority_delay</c>: one step more of real-time priority, as far as
    /// <c>max_auto_priority</c>. It is never lowered: a machine that was busy once will be again.
    /// </summary>
    private void AnswerLateness(long late)
    {
        long now = NowNanoseconds;
        if (now - _lateReportedAt >= SecondsPerLine)
        {
            _lateReportedAt = now;
            _options.Report?.Invoke($"A protocol timer fired {ToTimeSpan(late).TotalSeconds:0.000000} s late");
        }

        int next = _realTimePriority + 1;
        if (next > _options.MaxAutoPriority)
        {
            return;
        }

        int errno = RealTime.SetThreadPriority(next);
        if (errno == 0)
        {
            Volatile.Write(ref _realTimePriority, next);
            _options.Report?.Invoke($"Set realtime priority {next}");
            return;
        }

        // It will not be allowed later either.
        _autoPriorityDelay = long.MaxValue;
        _options.Report?.Invoke($"Cannot set realtime priority {next}: {Libc.Describe(errno)}");
    }
}
