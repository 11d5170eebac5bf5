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
                return WarmUp(parameters, state, e.Fraction, effects);
            case (CheckerPhase.Suspended, CheckerEventKind.Resumed):
                effects.Add(new CheckerEffect(CheckerEffectKind.Note) { Note = CheckerNote.Activated });
                return WarmUp(parameters, state, e.Fraction, effects);
            case (CheckerPhase.Waiting, CheckerEventKind.TimerFired) when e.Generation == state.Generation:
                return Attempt(state, now, effects);
            case (CheckerPhase.Running, CheckerEventKind.AttemptCompleted) when e.Generation == state.Generation:
                return Completed(parameters, state, e.Result, now, effects);
            case (CheckerPhase.Idle or CheckerPhase.Waiting or CheckerPhase.Running, CheckerEventKind.Suspended):
                return Leave(state, CheckerPhase.Suspended, effects);
            case (not CheckerPhase.Stopped, CheckerEventKind.Shutdown):
                return Leave(state, CheckerPhase.Stopped, effects);
            default:
                // Stale timers and attempts, a second start, and anything after the end mean nothing.
                return state;
        }
    }

    private static CheckerState WarmUp(
        CheckerParameters parameters, CheckerState state, double fraction, List<CheckerEffect> effects)
    {
        bool regular = parameters.Warmup >= parameters.DelayLoop && parameters.DelayLoop > TimeSpan.Zero;
        return Wait(state, parameters.Warmup * fraction, regular, effects);
    }

    private static CheckerState Wait(CheckerState state, TimeSpan after, bool regular, List<CheckerEffect> effects)
    {
        int generation = state.Generation + 1;
        effects.Add(new CheckerEffect(CheckerEffectKind.StartTimer)
        {
            After = after > TimeSpan.Zero ? after : TimeSpan.Zero, Regular = regular, Generation = generation,
        });
        return state with { Phase = CheckerPhase.Waiting, Generation = generation };
    }

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
            ? Passed(parameters, state, result, effects, out TimeSpan delay)
            : Failed(parameters, state, result, effects, out delay);
        // A server that answers quickly is asked once in each interval, however long its answers take: it keeps its
        // place among the others. One that takes long has the whole interval to itself after that.
        TimeSpan took = now - state.StartedAt;
        bool regular = state.Retries == 0 && delay == parameters.DelayLoop && took < delay / 2;
        // A script's next run counts from the start of the last one, however long that took.
        return Wait(state, regular || parameters.FromStart ? delay - took : delay, regular, effects);
    }

    private static CheckerState Passed(
        CheckerParameters parameters,
        CheckerState state,
        CheckResult result,
        List<CheckerEffect> effects,
        out TimeSpan delay)
    {
        bool recovers = !state.IsUp && state.HasRun;
        if (recovers)
        {
            Note(CheckerNote.StepRecovered, parameters, state, result, effects);
        }

        delay = recovers && parameters.FastRecovery ? TimeSpan.Zero : parameters.DelayLoop;
        state = state with { Retries = 0 };
        if (state.FailedStep >= 0)
        {
            // The step that failed passes again: now all have to.
            return state with { FailedStep = -1, Step = 0 };
        }

        if (state.Step + 1 < parameters.Steps)
        {
            return state with { Step = state.Step + 1 };
        }

        delay = parameters.DelayLoop;
        state = SetWeight(parameters, state, result, effects);
        if (!state.IsUp || !state.HasRun)
        {
            Note(CheckerNote.Succeeded, parameters, state, result, effects);
            effects.Add(new CheckerEffect(CheckerEffectKind.Report)
            {
                Passed = true, First = !state.HasRun, Result = result,
            });
        }

        return state with { IsUp = true, HasRun = true, Step = 0 };
    }

    private static CheckerState Failed(
        CheckerParameters parameters,
        CheckerState state,
        CheckResult result,
        List<CheckerEffect> effects,
        out TimeSpan delay)
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
            delay = parameters.DelayBeforeRetry;
            return state with { Retries = state.Retries + 1 };
        }

        delay = parameters.DelayLoop;
        if (!counts)
        {
            // Down and still failing. With several urls the pause is the longer of the two.
            delay = parameters.Steps > 1 && parameters.DelayBeforeRetry > delay ? parameters.DelayBeforeRetry : delay;
            return state;
        }

        Note(CheckerNote.Failed, parameters, state, result, effects);
        effects.Add(new CheckerEffect(CheckerEffectKind.Report)
        {
            Passed = false, First = !state.HasRun, Result = result,
        });
        return state with
        {
            IsUp = false, HasRun = true, Retries = 0, FailedStep = parameters.RetestsAll ? state.Step : -1,
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
