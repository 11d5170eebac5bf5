namespace Keepalived.Config.Model;

/// <summary>Scheduling of one of the reference's processes.</summary>
public sealed record ProcessConfig
{
    /// <summary>comm name, at most 15 characters; empty: not set.</summary>
    public string Name { get; init; } = "";

    /// <summary>nice value, -20..19.</summary>
    public int NicePriority { get; init; }

    public bool NoSwap { get; init; }

    /// <summary>SCHED_RR priority 1..99; 0: not real-time.</summary>
    public int RealTimePriority { get; init; }

    public EquatableArray<int> CpuAffinity { get; init; }

    /// <summary>RLIMIT_RTTIME in microseconds.</summary>
    public uint RealTimeLimitMicroseconds { get; init; } = 10_000;
}
