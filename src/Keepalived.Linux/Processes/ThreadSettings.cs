using Keepalived.Linux.Host;
using Keepalived.Linux.Sockets;

namespace Keepalived.Linux.Processes;

/// <summary>
/// Name and scheduling of one of our threads, as the reference has them for its processes (vrrp_priority,
/// checker_rt_priority and the like).
/// </summary>
public sealed record ThreadSettings
{
    private static readonly TimeSpan s_urgentSlice = TimeSpan.FromMicroseconds(100);

    /// <summary>comm, at most 15 octets; empty = the thread keeps its own.</summary>
    public string Name { get; init; } = "";

    /// <summary>nice value, -20..19.</summary>
    public int Nice { get; init; }

    /// <summary>SCHED_RR priority 1..99; 0 = default scheduling.</summary>
    public int RealTimePriority { get; init; }

    /// <summary>CPU numbers that the thread may use; empty = all.</summary>
    public IReadOnlyList<int> Processors { get; init; } = [];

    /// <summary>Its work is short and urgent: it runs soon after it wakes, as far as the scheduler can help.</summary>
    public bool IsUrgent { get; init; }

    private string Who => Name.Length > 0 ? Name : "thread";

    /// <summary>Applies all to the calling thread; what the kernel refuses is reported, and it runs on.</summary>
    public void Apply(Action<string>? report)
    {
        if (Name.Length > 0)
        {
            ProcessFacts.NameThread(Name);
        }

        Report(report, Nice == 0 ? 0 : RealTime.SetThreadNice(Nice), $"{Who}: priority {Nice}");
        if (IsUrgent)
        {
            // A wish: kernels that do not know it, and sandboxes that refuse it, do no harm.
            _ = RealTime.SetThreadSlice(s_urgentSlice);
        }

        ApplyRealTime(report);
        Report(
            report,
            Processors.Count == 0 ? 0 : RealTime.SetThreadProcessors(Processors),
            $"{Who}: CPU affinity {string.Join(' ', Processors)}");
    }

    /// <summary>The real-time priority alone, for a thread that has the rest.</summary>
    public void ApplyRealTime(Action<string>? report) => Report(
        report,
        RealTimePriority == 0 ? 0 : RealTime.SetThreadPriority(RealTimePriority),
        $"{Who}: realtime priority {RealTimePriority}");

    private static void Report(Action<string>? report, int errno, string what)
    {
        if (errno != 0)
        {
            report?.Invoke($"{what} is refused: {Native.Libc.Describe(errno)}");
        }
    }
}
