namespace Keepalived.Core.Lvs;

public enum CheckerEventKind
{
    /// <summary>
    /// Begins to check. <see cref="CheckerEvent.Fraction"/> says which part of <c>warmup</c> passes first.
    /// </summary>
    Startup,
    TimerFired,
    AttemptCompleted,

    /// <summary><c>ha_suspend</c>: the virtual address is not on this machine.</summary>
    Suspended,
    Resumed,

    /// <summary>A reload: the parameters are others from here on, for the same question.</summary>
    Retimed,
    Shutdown,
}

/// <summary>Something that happened to a checker.</summary>
/// <param name="Generation">Of the timer or of the attempt; another than the current one is ignored.</param>
/// <param name="Fraction">0..1, drawn by the caller.</param>
public readonly record struct CheckerEvent(
    CheckerEventKind Kind, int Generation = 0, CheckResult Result = default, double Fraction = 0)
{
    public static CheckerEvent Startup(double fraction) => new(CheckerEventKind.Startup, Fraction: fraction);

    public static CheckerEvent TimerFired(int generation) => new(CheckerEventKind.TimerFired, generation);

    public static CheckerEvent Completed(int generation, CheckResult result) =>
        new(CheckerEventKind.AttemptCompleted, generation, result);

    public static CheckerEvent Suspended => new(CheckerEventKind.Suspended);

    public static CheckerEvent Resumed(double fraction) => new(CheckerEventKind.Resumed, Fraction: fraction);

    /// <param name="fraction">The same as at the start.</param>
    public static CheckerEvent Retimed(double fraction) => new(CheckerEventKind.Retimed, Fraction: fraction);

    public static CheckerEvent Shutdown => new(CheckerEventKind.Shutdown);
}

public enum CheckerEffectKind
{
    /// <summary>Start the timer: After, Generation.</summary>
    StartTimer,

    /// <summary>Start the attempt <c>Generation</c> of step <c>Step</c> (a url, a host).</summary>
    StartAttempt,

    /// <summary>The attempt <c>Generation</c> is of no more use.</summary>
    CancelAttempt,

    /// <summary>A verdict to hand on: the first one, and each change.</summary>
    Report,

    /// <summary>The weight changes by <c>WeightDelta</c> from the configured one.</summary>
    ReportWeight,

    /// <summary>A line is due: see <see cref="CheckerNote"/>.</summary>
    Note,
}

/// <summary>What there is to say, apart from the words, which differ by kind of checker.</summary>
public enum CheckerNote
{
    None,

    /// <summary>The checker runs from now on.</summary>
    Activated,

    /// <summary>Suspended or stopped.</summary>
    Deactivated,

    /// <summary>One attempt failed (<c>log_all_failures</c>, and MISC_CHECK before its retries).</summary>
    AttemptFailed,

    /// <summary>A step passed while the checker is down.</summary>
    StepRecovered,

    /// <summary>First success, or success after being down.</summary>
    Succeeded,

    /// <summary>Down; <see cref="CheckerEffect.Retries"/> tells whether retries came before.</summary>
    Failed,
}

/// <summary>Something to do or to tell.</summary>
public readonly record struct CheckerEffect(CheckerEffectKind Kind)
{
    public TimeSpan After { get; init; }

    /// <summary>
    /// It is the pause between regular checks, so it may be shortened to the checker's own place in the interval
    /// (<see cref="CheckPhase"/>).
    /// </summary>
    public bool Regular { get; init; }

    public int Generation { get; init; }

    public int Step { get; init; }

    public bool Passed { get; init; }

    public long WeightDelta { get; init; }

    public CheckerNote Note { get; init; }

    /// <summary>Retries used so far.</summary>
    public uint Retries { get; init; }

    /// <summary>It was the first verdict since the start.</summary>
    public bool First { get; init; }

    public CheckResult Result { get; init; }
}
