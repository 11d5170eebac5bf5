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

    /// <summary>Microseconds that a real-time thread may run without waiting; holds if it was written.</summary>
    public uint RealTimeLimitMicroseconds { get; init; } = 10_000;

    /// <summary>
    /// The limit was written. The reference's default is not ours: a process of one thread is done sooner than one
    /// that collects garbage.
    /// </summary>
    public bool LimitsRealTime { get; init; }

    /// <summary>The limit that holds for a part with a real-time priority; null = none.</summary>
    public uint? RealTimeLimit => LimitsRealTime ? RealTimeLimitMicroseconds : null;
}
