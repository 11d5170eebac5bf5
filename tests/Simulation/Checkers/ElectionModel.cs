using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// The rules of the election once more, written down from the documents and not from the machine: which
/// advertisements make
/// a Backup wait, and how long.
/// </summary>
internal sealed class ElectionModel
{
    /// <summary>Pauses and mail make things late by this much at most, and never early.</summary>
    private static readonly TimeSpan MostLate = TimeSpan.FromSeconds(30);

    /// <summary>preempt_delay began with a lower priority at this time.</summary>
    public TimeSpan? LowerSince { get; private set; }

    /// <summary>The interval that waits are counted in: our own, or in version 3 that of the Master.</summary>
    public TimeSpan Interval { get; private set; }

    /// <summary>Nobody claims before this.</summary>
    public TimeSpan StartupEndsAt { get; private set; }

    /// <summary>True if this advertisement makes a Backup begin its wait again.</summary>
    public bool MakesWait(in MachineStep step)
    {
        byte own = step.Before.EffectivePriority;
        if (step.Event.Priority == 0)
        {
            return false;
        }

        if (step.Event.Priority >= own || !step.Parameters.Preempt)
        {
            return true;
        }

        // A timer that is due may still be on its way: until it has arrived the delay counts as running.
        return step.Parameters.PreemptDelay > TimeSpan.Zero && !step.Before.PreemptDelayPassed
            && (LowerSince is not { } since || step.Now <= since + step.Parameters.PreemptDelay + MostLate);
    }

    public void Learn(in MachineStep step)
    {
        if (step.Event.Kind == VrrpEventKind.Startup && step.Before.State == VrrpState.Initialize)
        {
            StartupEndsAt = step.Now + step.Parameters.StartupDelay;
        }

        if (IsOwnIntervalAgain(step))
        {
            Interval = step.Parameters.AdvertisementInterval;
            LowerSince = step.Event.Kind == VrrpEventKind.ParametersChanged ? LowerSince : null;
        }

        if (step.Event.Kind == VrrpEventKind.ParametersChanged && step.Parameters.PreemptDelay == TimeSpan.Zero)
        {
            LowerSince = null;
        }

        if (step.Event.Kind != VrrpEventKind.AdvertisementReceived)
        {
            return;
        }

        bool yields = step.Transits(VrrpState.Master, VrrpState.Backup);
        if (step.Parameters.Version == 3 && (yields || (step.Before.State == VrrpState.Backup && MakesWait(step))))
        {
            Interval = step.Event.Interval;
        }

        if (step.Before.State == VrrpState.Backup && step.Event.Priority > 0)
        {
            LowerSince = step.Event.Priority >= step.Before.EffectivePriority ? null : LowerSince ?? step.Now;
        }
    }

    /// <summary>Skew_Time: what is missing to 256, in parts of a second or in version 3 of the interval.</summary>
    public TimeSpan Skew(VrrpParameters parameters, byte effectivePriority)
    {
        int priority = parameters.Priority == 255 ? 255 : effectivePriority;
        TimeSpan whole = parameters.Version == 3 ? Interval : TimeSpan.FromSeconds(1);
        return (256 - priority) / 256.0 * whole;
    }

    public TimeSpan MasterDown(VrrpParameters parameters, byte effectivePriority) =>
        (parameters.DownTimerAdverts * Interval) + Skew(parameters, effectivePriority);

    /// <summary>A reload counts at once in version 2, and in version 3 for whoever is Master.</summary>
    private static bool IsOwnIntervalAgain(in MachineStep step) =>
        step.Event.Kind == VrrpEventKind.Startup
        || (step.Event.Kind == VrrpEventKind.ParametersChanged
            && (step.Parameters.Version == 2 || step.After.State is VrrpState.Master or VrrpState.Initialize))
        || (step.After.State == VrrpState.Master && step.Before.State != VrrpState.Master)
        || (step.Before.State == VrrpState.Fault && step.After.State != VrrpState.Fault);
}
