using Keepalived.Config.Model;

namespace Keepalived.Core.Tracking;

/// <summary>What a <c>vrrp_script</c> runs on.</summary>
public sealed record TrackScriptParameters
{
    public required string Name { get; init; }

    /// <summary>From start to start.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After this the script is killed, which counts as a failure; zero: after one interval.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Successes in a row that make it up, at least 1.</summary>
    public int Rise { get; init; } = 1;

    /// <summary>Failures in a row that make it down, at least 1.</summary>
    public int Fall { get; init; } = 1;

    /// <summary>Counts as failed until it has risen.</summary>
    public bool InitFail { get; init; }

    public static TrackScriptParameters Of(TrackScriptConfig config) => new()
    {
        Name = config.Name,
        Interval = config.Interval,
        Timeout = config.Timeout,
        Rise = config.Rise,
        Fall = config.Fall,
        InitFail = config.InitFail,
    };

    public TimeSpan EffectiveTimeout => Timeout > TimeSpan.Zero ? Timeout : Interval;
}

/// <summary>What changes in a <c>vrrp_script</c>.</summary>
public readonly record struct TrackScriptState
{
    public TrackStatus Status { get; init; }

    /// <summary>Results in a row that speak against <see cref="Status"/>.</summary>
    public int Opposing { get; init; }

    public bool IsRunning { get; init; }

    public static TrackScriptState Initial(TrackScriptParameters parameters) =>
        new() { Status = parameters.InitFail ? TrackStatus.Down : TrackStatus.Unknown };
}

public enum TrackScriptEventKind : byte
{
    /// <summary>One interval has passed since the last one, or the tracker starts.</summary>
    IntervalElapsed,

    /// <summary>The script ended with status 0 in time.</summary>
    Succeeded,

    /// <summary>It ended otherwise, was killed after the time-out, or could not be started.</summary>
    Failed,
}

public enum TrackScriptEffectKind : byte
{
    /// <summary>Run the script with <see cref="TrackScriptParameters.EffectiveTimeout"/>.</summary>
    Run,

    /// <summary>Start the interval timer again.</summary>
    StartInterval,

    /// <summary>The status is another one: tell the instances.</summary>
    NotifyStatus,

    /// <summary>The script of the last interval still runs: this one is left out.</summary>
    LogOverrun,
}

/// <summary>rise, fall and the first result of a <c>vrrp_script</c>, as a pure machine.</summary>
public static class TrackScriptMachine
{
    public static TrackScriptState Handle(
        TrackScriptParameters parameters,
        in TrackScriptState state,
        TrackScriptEventKind e,
        List<TrackScriptEffectKind> effects) => e switch
        {
            TrackScriptEventKind.IntervalElapsed => Begin(state, effects),
            TrackScriptEventKind.Succeeded => End(parameters, state, isSuccess: true, effects),
            TrackScriptEventKind.Failed => End(parameters, state, isSuccess: false, effects),
            _ => throw new ArgumentOutOfRangeException(nameof(e), e, null),
        };

    private static TrackScriptState Begin(in TrackScriptState state, List<TrackScriptEffectKind> effects)
    {
        effects.Add(TrackScriptEffectKind.StartInterval);
        effects.Add(state.IsRunning ? TrackScriptEffectKind.LogOverrun : TrackScriptEffectKind.Run);
        return state with { IsRunning = true };
    }

    private static TrackScriptState End(
        TrackScriptParameters parameters,
        in TrackScriptState state,
        bool isSuccess,
        List<TrackScriptEffectKind> effects)
    {
        TrackScriptState next = state with { IsRunning = false };
        if (state.Status.IsKnown && state.Status.IsUp == isSuccess)
        {
            return next with { Opposing = 0 };
        }

        // The first result decides alone: nobody waits for three failures to learn that a script fails.
        int needed = !state.Status.IsKnown ? 1 : isSuccess ? parameters.Rise : parameters.Fall;
        int opposing = state.Opposing + 1;
        if (opposing < needed)
        {
            return next with { Opposing = opposing };
        }

        effects.Add(TrackScriptEffectKind.NotifyStatus);
        return next with { Status = isSuccess ? TrackStatus.Up : TrackStatus.Down, Opposing = 0 };
    }
}
