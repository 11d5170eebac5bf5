namespace Keepalived.Core.Lvs;

/// <summary>
/// Decides when a checker runs and what its attempts mean. Pure: state, event and time in, state and effects out. One
/// machine for all kinds: what differs is in the parameters and in the transport.
/// </summary>
public static class CheckerMachine
{
    /// <param name="standing">The verdict that stands, from before a restart or from the configuration.</param>
    public static CheckerState Initial(CheckerStanding standing) => new()
    {
        Phase = CheckerPhase.Idle,
        IsUp = !standing.IsFailed,
        HasRun = standing.HasRun,
        FailedStep = -1,
        WeightDelta = standing.WeightDelta,
    };

    public static CheckerState Handle(
        CheckerParameters parameters, CheckerState state, in CheckerEvent e, TimeSpan now, List<CheckerEffect> effects)
    {
        switch (state.Phase, e.Kind)
        {
            case (CheckerPhase.Idle, CheckerEventKind.Startup):
                effects.Add(new CheckerEffect(CheckerEffectKind.Note) { Note = CheckerNote.Activated });
                return WarmUp(parameters, state, e.Fraction, now, effects);
            case (CheckerPhase.Suspended, CheckerEventKind.Resumed):
                effects.Add(new CheckerEffect(CheckerEffectKind.Note) { Note = CheckerNote.Activated });
                return WarmUp(parameters, state, e.Fraction, now, effects);
            case (CheckerPhase.Waiting, CheckerEventKind.TimerFired) when e.Generation == state.Generation:
                return Attempt(state, now, effects);
            case (CheckerPhase.Running, CheckerEventKind.AttemptCompleted) when e.Generation == state.Generation:
                return Completed(parameters, state, e.Result, now, effects);
            case (CheckerPhase.Waiting, CheckerEventKind.Retimed):
                return Wait(parameters, Bounded(parameters, state), e.Fraction, now, effects);
            case (CheckerPhase.Running, CheckerEventKind.Retimed):
                return Bounded(parameters, state);
            case (CheckerPhase.Idle or CheckerPhase.Waiting or CheckerPhase.Running, CheckerEventKind.Suspended):
                return Leave(state, CheckerPhase.Suspended, effects);
            case (not CheckerPhase.Stopped, CheckerEventKind.Shutdown):
                return Leave(state, CheckerPhase.Stopped, effects);
            default:
                // Stale timers and attempts, a second start, and anything after the end mean nothing.
                return state;
        }
    }

    /// <summary>If fewer retries are forgiven than were made, the next failure decides.</summary>
    private static CheckerState Bounded(CheckerParameters parameters, CheckerState state) =>
        state with { Retries = Math.Min(state.Retries, parameters.Retry) };

    private static CheckerState WarmUp(
        CheckerParameters parameters, CheckerState state, double fraction, TimeSpan now, List<CheckerEffect> effects) =>
        Wait(parameters, state with { Pause = CheckerPause.Warmup, PausedAt = now }, fraction, now, effects);

    /// <summary>
    /// The rest of the pause, which began in the past if a reload changed its length: as if it had always been so.
    /// </summary>
    private static CheckerState Wait(
        CheckerParameters parameters, CheckerState state, double fraction, TimeSpan now, List<CheckerEffect> effects)
    {
        bool isWarmup = state.Pause == CheckerPause.Warmup;
        TimeSpan delay = isWarmup ? parameters.Warmup * fraction : Length(parameters, state.Pause);
        TimeSpan took = state.PausedAt - state.StartedAt;
        // A server that answers quickly is asked once in each interval, however long its answers take: it keeps its
        // place among the others. One that takes long has the whole interval to itself after that.
        bool regular = isWarmup
            ? parameters.Warmup >= parameters.DelayLoop && parameters.DelayLoop > TimeSpan.Zero
            : state.Pause != CheckerPause.BeforeRetry && delay == parameters.DelayLoop && took < delay / 2;
        // A script's next run counts from the start of the last one, however long that took.
        bool fromStart = !isWarmup && (regular || parameters.FromStart);
        TimeSpan after = (fromStart ? state.StartedAt : state.PausedAt) + delay - now;
        int generation = state.Generation + 1;
        effects.Add(new CheckerEffect(CheckerEffectKind.StartTimer)
        {
            After = after > TimeSpan.Zero ? after : TimeSpan.Zero, Regular = regular, Generation = generation,
        });
        return state with { Phase = CheckerPhase.Waiting, Generation = generation };
    }

    private static TimeSpan Length(CheckerParameters parameters, CheckerPause pause) => pause switch
    {
        CheckerPause.None => TimeSpan.Zero,
        CheckerPause.BeforeRetry => parameters.DelayBeforeRetry,
        CheckerPause.Longer when parameters.DelayBeforeRetry > parameters.DelayLoop => parameters.DelayBeforeRetry,
        _ => parameters.DelayLoop,
    };

    private static CheckerState Attempt(CheckerState state, TimeSpan now, List<CheckerEffect> effects)
    {
        int generation = state.Generation + 1;
        effects.Add(new CheckerEffect(CheckerEffectKind.StartAttempt) { Generation = generation, Step = state.Step });
        return state with { Phase = CheckerPhase.Running, Generation = generation, StartedAt = now };
    }

    private static CheckerState Leave(CheckerState state, CheckerPhase phase, List<CheckerEffect> effects)
    {
        if (state.Phase == CheckerPhase.Running)
        {
            effects.Add(new CheckerEffect(CheckerEffectKind.CancelAttempt) { Generation = state.Generation });
        }

        if (phase == CheckerPhase.Suspended)
        {
            effects.Add(new CheckerEffect(CheckerEffectKind.Note) { Note = CheckerNote.Deactivated });
        }

        return state with { Phase = phase, Generation = state.Generation + 1, Retries = 0, Step = 0 };
    }

    private static CheckerState Completed(
        CheckerParameters parameters, CheckerState state, CheckResult result, TimeSpan now, List<CheckerEffect> effects)
    {
        state = result.Passed
            ? Passed(parameters, state, result, effects)
            : Failed(parameters, state, result, effects);
        return Wait(parameters, state with { PausedAt = now }, fraction: 0, now, effects);
    }

    private static CheckerState Passed(
        CheckerParameters parameters,
        CheckerState state,
        CheckResult result,
        List<CheckerEffect> effects)
    {
        bool recovers = !state.IsUp && state.HasRun;
        if (recovers)
        {
            Note(CheckerNote.StepRecovered, parameters, state, result, effects);
        }

        CheckerPause next = recovers && parameters.FastRecovery ? CheckerPause.None : CheckerPause.Interval;
        state = state with { Retries = 0, Pause = next };
        if (state.FailedStep >= 0)
        {
            // The step that failed passes again: now all have to.
            return state with { FailedStep = -1, Step = 0 };
        }

        if (state.Step + 1 < parameters.Steps)
        {
            return state with { Step = state.Step + 1 };
        }

        state = SetWeight(parameters, state, result, effects);
        if (!state.IsUp || !state.HasRun)
        {
            Note(CheckerNote.Succeeded, parameters, state, result, effects);
            effects.Add(new CheckerEffect(CheckerEffectKind.Report)
            {
                Passed = true, First = !state.HasRun, Result = result,
            });
        }

        return state with { IsUp = true, HasRun = true, Step = 0, Pause = CheckerPause.Interval };
    }

    private static CheckerState Failed(
        CheckerParameters parameters,
        CheckerState state,
        CheckResult result,
        List<CheckerEffect> effects)
    {
        bool decidesAtOnce = !state.HasRun;
        bool counts = state.IsUp || !state.HasRun;
        bool isFinal = decidesAtOnce || state.Retries >= parameters.Retry;
        if (counts)
        {
            Note(CheckerNote.AttemptFailed, parameters, state, result, effects);
        }

        if (counts && !isFinal)
        {
            return state with { Retries = state.Retries + 1, Pause = CheckerPause.BeforeRetry };
        }

        if (!counts)
        {
            // Down and still failing. With several urls the pause is the longer of the two.
            return state with { Pause = parameters.Steps > 1 ? CheckerPause.Longer : CheckerPause.Interval };
        }

        Note(CheckerNote.Failed, parameters, state, result, effects);
        effects.Add(new CheckerEffect(CheckerEffectKind.Report)
        {
            Passed = false, First = !state.HasRun, Result = result,
        });
        return state with
        {
            IsUp = false,
            HasRun = true,
            Retries = 0,
            FailedStep = parameters.RetestsAll ? state.Step : -1,
            Pause = CheckerPause.Interval,
        };
    }

    private static CheckerState SetWeight(
        CheckerParameters parameters, CheckerState state, CheckResult result, List<CheckerEffect> effects)
    {
        long delta = result.Reason switch
        {
            // Exit status 0 means the configured weight, n from 2 to 255 a weight of n - 2.
            CheckReason.Exited when parameters.Dynamic =>
                result.Value < 2 ? 0 : result.Value - 2 - (long)parameters.ConfiguredWeight,
            CheckReason.FileValue => result.Value,
            _ => state.WeightDelta,
        };
        if (delta != state.WeightDelta)
        {
            effects.Add(new CheckerEffect(CheckerEffectKind.ReportWeight) { WeightDelta = delta });
        }

        return state with { WeightDelta = delta };
    }

    private static void Note(
        CheckerNote note,
        CheckerParameters parameters,
        CheckerState state,
        CheckResult result,
        List<CheckerEffect> effects)
    {
        if (note != CheckerNote.AttemptFailed || parameters.LogAllFailures)
        {
            effects.Add(new CheckerEffect(CheckerEffectKind.Note)
            {
                Note = note, Step = state.Step, Retries = state.Retries, First = !state.HasRun, Result = result,
            });
        }
    }
}
