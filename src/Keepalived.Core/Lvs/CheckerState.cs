using Keepalived.Config.Model;

namespace Keepalived.Core.Lvs;

public enum CheckerPhase
{
    Idle,

    /// <summary>The timer runs.</summary>
    Waiting,

    /// <summary>An attempt runs.</summary>
    Running,
    Suspended,
    Stopped,
}

/// <summary>What the timer waits for: which of the times passes.</summary>
public enum CheckerPause
{
    /// <summary>The part of <c>warmup</c>, before the first attempt.</summary>
    Warmup,

    /// <summary>The next attempt comes at once.</summary>
    None,
    Interval,
    BeforeRetry,

    /// <summary>The longer one of interval and pause before a retry.</summary>
    Longer,
}

/// <summary>The state of one checker.</summary>
public readonly record struct CheckerState
{
    public CheckerPhase Phase { get; init; }

    /// <summary>The verdict that stands.</summary>
    public bool IsUp { get; init; }

    /// <summary>A first verdict was given.</summary>
    public bool HasRun { get; init; }

    /// <summary>Failed attempts in a row of the step at hand, while up.</summary>
    public uint Retries { get; init; }

    /// <summary>The step at hand: index of a url or of a host.</summary>
    public int Step { get; init; }

    /// <summary>The step that brought the checker down is tested alone until it passes; -1 = none.</summary>
    public int FailedStep { get; init; }

    /// <summary>Numbers timers and attempts; what comes with another number is stale.</summary>
    public int Generation { get; init; }

    /// <summary>When the attempt at hand was started.</summary>
    public TimeSpan StartedAt { get; init; }

    public CheckerPause Pause { get; init; }

    /// <summary>When the pause began: the end of an attempt, or the start.</summary>
    public TimeSpan PausedAt { get; init; }

    public long WeightDelta { get; init; }
}

/// <summary>What the machine runs on.</summary>
/// <param name="Retry">Failed attempts that are forgiven while up.</param>
/// <param name="Warmup">A random part of this passes before the first attempt.</param>
public sealed record CheckerParameters(uint Retry, TimeSpan DelayBeforeRetry, TimeSpan DelayLoop, TimeSpan Warmup)
{
    /// <summary>Number of urls or hosts; at least 1.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>
    /// After the step that failed passed again, all steps have to pass before the checker is up (web checks).
    /// </summary>
    public bool RetestsAll { get; init; }

    /// <summary>No pause between the steps of that.</summary>
    public bool FastRecovery { get; init; }

    /// <summary>Delays count from the start of an attempt (MISC_CHECK), not from its end.</summary>
    public bool FromStart { get; init; }

    /// <summary>The exit status of a passed attempt sets the weight (<c>misc_dynamic</c>).</summary>
    public bool Dynamic { get; init; }

    /// <summary>Of the real server; a dynamic weight is told as its difference from this.</summary>
    public uint ConfiguredWeight { get; init; }

    public bool LogAllFailures { get; init; }

    public static CheckerParameters From(CheckerConfig checker, RealServerConfig server) => checker switch
    {
        // Their attempts end when something happens: no interval, and what happened counts at once.
        CheckerConfig.File or CheckerConfig.Bfd => new(0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero)
        {
            ConfiguredWeight = server.Weight, LogAllFailures = checker.LogAllFailures,
        },
        _ => Polling(checker, server),
    };

    private static CheckerParameters Polling(CheckerConfig checker, RealServerConfig server) =>
        new(checker.Retry, checker.DelayBeforeRetry, checker.DelayLoop, checker.Warmup)
        {
            Steps = checker switch
            {
                CheckerConfig.Http http => Math.Max(1, http.Urls.Count),
                CheckerConfig.Smtp smtp => Math.Max(1, smtp.Hosts.Count),
                _ => 1,
            },
            RetestsAll = checker is CheckerConfig.Http,
            FastRecovery = checker is CheckerConfig.Http { FastRecovery: true },
            FromStart = checker is CheckerConfig.Misc,
            Dynamic = checker is CheckerConfig.Misc { Dynamic: true },
            ConfiguredWeight = server.Weight,
            LogAllFailures = checker.LogAllFailures,
        };
}
