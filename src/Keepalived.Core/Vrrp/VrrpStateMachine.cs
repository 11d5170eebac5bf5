using Keepalived.Core.Tracking;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Vrrp;

/// <summary>
/// The virtual router of RFC 3768 and RFC 9568 section 6.4, as keepalived runs it: a pure function from (parameters,
/// state,
/// event) to (state, effects). It reads no clock and allocates nothing.
/// </summary>
public static partial class VrrpStateMachine
{
    /// <summary>
    /// Answers one event. Effects are appended to <paramref name="effects"/> in the order in which they have to be
    /// done.
    /// </summary>
    public static VrrpInstanceState Handle(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        VrrpInstanceState current = state;
        if (e.Kind == VrrpEventKind.TimerFired)
        {
            if (!state.Timers.IsCurrent(e.Timer, e.Generation) && Has(parameters, VrrpRules.IgnoreStaleTimers))
            {
                // It was stopped or started anew while the expiry was on its way.
                return state;
            }

            current = state with { Timers = state.Timers.With(e.Timer, state.Timers[e.Timer].Stop()) };
        }

        VrrpInstanceState next = Dispatch(parameters, current, e, effects);
        if (parameters.InSyncGroup && (next.GroupReport != state.GroupReport || ClaimsAgain(next, e)))
        {
            effects.Add(new VrrpEffect(VrrpEffectKind.ReportToGroup));
        }

        return next;
    }

    private static VrrpInstanceState Dispatch(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects) =>
        state.State switch
        {
            VrrpState.Initialize => InInitialize(parameters, state, e, effects),
            VrrpState.Backup => InBackup(parameters, state, e, effects),
            VrrpState.Master => InMaster(parameters, state, e, effects),
            VrrpState.Fault => InFault(parameters, state, e, effects),
            _ => throw Hole(state, e),
        };

    private static bool ClaimsAgain(in VrrpInstanceState state, in VrrpEvent e) =>
        e is { Kind: VrrpEventKind.TimerFired, Timer: VrrpTimer.MasterDown } && state.ClaimsMaster;

    /// <summary>A hole in the table is a bug, not an event to be ignored.</summary>
    private static InvalidOperationException Hole(in VrrpInstanceState state, in VrrpEvent e) =>
        new($"no answer in state {state.State} to event {e.Kind} ({e.Timer})");

    private static bool Has(VrrpParameters parameters, VrrpRules rule) => (parameters.Rules & rule) != 0;

    private static VrrpInstanceState Start(
        in VrrpInstanceState state, VrrpTimer timer, TimeSpan after, in VrrpEvent e, VrrpEffects effects)
    {
        VrrpTimerSlot slot = state.Timers[timer].Start(e.Now + after);
        effects.Add(new VrrpEffect(VrrpEffectKind.StartTimer)
        {
            Timer = timer,
            After = after,
            Generation = slot.Generation,
        });
        return state with { Timers = state.Timers.With(timer, slot) };
    }

    private static VrrpInstanceState Stop(in VrrpInstanceState state, VrrpTimer timer, VrrpEffects effects)
    {
        VrrpTimerSlot slot = state.Timers[timer];
        if (!slot.IsRunning)
        {
            return state;
        }

        effects.Add(new VrrpEffect(VrrpEffectKind.StopTimer) { Timer = timer, Generation = slot.Generation });
        return state with { Timers = state.Timers.With(timer, slot.Stop()) };
    }

    private static VrrpInstanceState StopAllTimers(in VrrpInstanceState state, VrrpEffects effects)
    {
        VrrpInstanceState next = Stop(state, VrrpTimer.MasterDown, effects);
        next = Stop(next, VrrpTimer.PreemptDelay, effects);
        next = Stop(next, VrrpTimer.AnnounceDelay, effects);
        next = Stop(next, VrrpTimer.AnnounceRefresh, effects);
        next = Stop(next, VrrpTimer.AnnounceElsewhere, effects);
        return Stop(next, VrrpTimer.OwnerConflict, effects);
    }

    private static VrrpInstanceState Transit(
        in VrrpInstanceState state, VrrpState to, VrrpReason reason, in VrrpEvent e, VrrpEffects effects)
    {
        effects.Add(new VrrpEffect(VrrpEffectKind.NotifyTransition)
        {
            From = state.WasNotified ? state.State : VrrpState.Initialize,
            To = to,
            Reason = reason,
            Source = e.Kind == VrrpEventKind.AdvertisementReceived ? e.Source : IpAddress.None,
            Priority = e.Kind == VrrpEventKind.AdvertisementReceived ? e.Priority : state.EffectivePriority,
        });
        return state with { State = to, ChangedAt = e.Now, WasNotified = true };
    }

    private static void Log(VrrpReport report, in VrrpEvent e, VrrpEffects effects) =>
        effects.Add(new VrrpEffect(VrrpEffectKind.Log)
        {
            Report = report,
            Source = e.Source,
            Priority = e.Priority,
            After = e.Interval,
        });

    private static void Count(VrrpCounter counter, VrrpEffects effects) =>
        effects.Add(new VrrpEffect(VrrpEffectKind.Increment) { Counter = counter });

    /// <summary>The answer to a change of weights or of parameters: the number that everything else compares.</summary>
    private static VrrpInstanceState Reprioritize(
        VrrpParameters parameters, in VrrpInstanceState state, int weight, VrrpEffects effects)
    {
        byte priority = EffectivePriorityOf(parameters, weight);
        if (priority != state.EffectivePriority)
        {
            effects.Add(new VrrpEffect(VrrpEffectKind.NotifyPriority) { Priority = priority });
        }

        return state with { Weight = weight, EffectivePriority = priority };
    }

    private static byte EffectivePriorityOf(VrrpParameters parameters, int weight)
    {
        if (!Has(parameters, VrrpRules.WeightsChangePriority))
        {
            return parameters.Priority;
        }

        // RFC 9568 section 6.1: 255 is the owner's alone, and the owner stays the owner.
        return Has(parameters, VrrpRules.OwnerIgnoresWeights)
            ? EffectivePriority.Of(parameters.Priority, weight)
            : (byte)Math.Clamp(parameters.Priority + weight, 1, 254);
    }
}
