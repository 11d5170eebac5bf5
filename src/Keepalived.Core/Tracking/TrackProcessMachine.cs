using Keepalived.Config.Model;

namespace Keepalived.Core.Tracking;

/// <summary>What a <c>vrrp_track_process</c> runs on.</summary>
public sealed record TrackProcessParameters
{
    /// <summary>At least so many processes, 1..65535.</summary>
    public int Quorum { get; init; } = 1;

    /// <summary>At most so many, 0..65535; 0: there must be none; null: no limit.</summary>
    public int? QuorumMax { get; init; }

    /// <summary>Before it counts that there are fewer.</summary>
    public TimeSpan TerminateDelay { get; init; }

    /// <summary>Before it counts that there are more.</summary>
    public TimeSpan ForkDelay { get; init; }

    public static TrackProcessParameters Of(TrackProcessConfig config) => new()
    {
        Quorum = config.Quorum,
        QuorumMax = config.QuorumMax,
        TerminateDelay = config.TerminateDelay,
        ForkDelay = config.ForkDelay,
    };

    public bool IsQuorum(int count) =>
        QuorumMax == 0 ? count == 0 : count >= Quorum && count <= (QuorumMax ?? int.MaxValue);
}

/// <summary>The delay that runs before a change of the quorum counts.</summary>
public enum TrackProcessDelay : byte
{
    None,
    Fork,
    Terminate,
}

/// <summary>What changes in a <c>vrrp_track_process</c>.</summary>
/// <param name="Count">Processes when last counted.</param>
/// <param name="Status">What the instances were told.</param>
/// <param name="Delay">What is waited for.</param>
public readonly record struct TrackProcessState(int Count, TrackStatus Status, TrackProcessDelay Delay);

public enum TrackProcessEffectKind : byte
{
    /// <summary>The status is another one: tell the instances.</summary>
    NotifyStatus,

    /// <summary>Start the timer for <see cref="TrackProcessState.Delay"/>.</summary>
    StartDelay,

    /// <summary>The reason to wait is gone.</summary>
    StopDelay,
}

/// <summary>Quorum and delays of a <c>vrrp_track_process</c>, as a pure machine.</summary>
public static class TrackProcessMachine
{
    /// <summary>The processes were counted.</summary>
    public static TrackProcessState Counted(
        TrackProcessParameters parameters,
        in TrackProcessState state,
        int count,
        List<TrackProcessEffectKind> effects)
    {
        bool isUp = parameters.IsQuorum(count);
        TrackProcessState next = state with { Count = count };
        if (!state.Status.IsKnown)
        {
            return Decide(next, isUp, effects);
        }

        if (state.Status.IsUp == isUp)
        {
            if (state.Delay != TrackProcessDelay.None)
            {
                effects.Add(TrackProcessEffectKind.StopDelay);
            }

            return next with { Delay = TrackProcessDelay.None };
        }

        if (state.Delay != TrackProcessDelay.None)
        {
            return next;
        }

        bool grew = count > state.Count;
        if ((grew ? parameters.ForkDelay : parameters.TerminateDelay) <= TimeSpan.Zero)
        {
            return Decide(next, isUp, effects);
        }

        effects.Add(TrackProcessEffectKind.StartDelay);
        return next with { Delay = grew ? TrackProcessDelay.Fork : TrackProcessDelay.Terminate };
    }

    /// <summary>The delay is over and nothing has changed back.</summary>
    public static TrackProcessState DelayElapsed(
        TrackProcessParameters parameters, in TrackProcessState state, List<TrackProcessEffectKind> effects) =>
        state.Delay == TrackProcessDelay.None ? state : Decide(state, parameters.IsQuorum(state.Count), effects);

    private static TrackProcessState Decide(
        in TrackProcessState state, bool isUp, List<TrackProcessEffectKind> effects)
    {
        effects.Add(TrackProcessEffectKind.NotifyStatus);
        return state with { Status = isUp ? TrackStatus.Up : TrackStatus.Down, Delay = TrackProcessDelay.None };
    }
}
