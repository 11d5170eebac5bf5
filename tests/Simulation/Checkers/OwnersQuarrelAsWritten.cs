using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// Two owners of the addresses: the one with the higher address waits for two of its advertisements and 1.2 of the
/// longer interval; if the other still speaks then, it gives up its 255 for 254.
/// </summary>
internal sealed class OwnersQuarrelAsWritten : ILanChecker
{
    private const byte Owner = 255;
    private const double Patience = 1.2;

    private readonly Dictionary<SimulatedInstance, (TimeSpan HeardAt, TimeSpan Longer)> _others = [];

    public void AfterStep(in MachineStep step)
    {
        bool isMaster = step.Before.State == VrrpState.Master && step.After.State == VrrpState.Master;
        VrrpTimerSlot wait = step.Before.Timers[VrrpTimer.OwnerConflict];
        if (isMaster && step.Event is { Kind: VrrpEventKind.AdvertisementReceived, Priority: Owner }
            && step.Event.Source != step.Before.Source)
        {
            TimeSpan own = step.Parameters.AdvertisementInterval;
            TimeSpan longer = TimeSpan.FromTicks(Math.Max(own.Ticks, step.Event.Interval.Ticks));
            _others[step.Instance] = (step.Now, longer);
            TimeSpan due = wait.IsRunning ? wait.DueAt : step.Now + (2 * own) + (Patience * longer);
            RequireWait(step, due);
        }
        else if (isMaster && step.Event is { Kind: VrrpEventKind.TimerFired, Timer: VrrpTimer.OwnerConflict }
            && step.Before.Timers.IsCurrent(VrrpTimer.OwnerConflict, step.Event.Generation))
        {
            (TimeSpan heardAt, TimeSpan longer) = _others[step.Instance];
            bool stillSpeaks = step.Now - heardAt <= Patience * longer;
            bool gaveUp = step.After.EffectivePriority == 254 && step.Has(VrrpEffectKind.NotifyPriority)
                && step.Has(VrrpEffectKind.Advertise);
            InvariantBroken.Unless(
                gaveUp == stillSpeaks,
                step.Instance,
                $"{(gaveUp ? "gave up" : "kept")} its {step.Before.EffectivePriority}, and the other owner was last "
                + $"heard {(step.Now - heardAt).TotalMilliseconds} ms ago");
            RequireWait(step, null);
        }
        else if (isMaster)
        {
            RequireWait(step, wait.IsRunning ? wait.DueAt : null);
        }
        else
        {
            RequireWait(step, null);
        }
    }

    private static void RequireWait(in MachineStep step, TimeSpan? due)
    {
        VrrpTimerSlot wait = step.After.Timers[VrrpTimer.OwnerConflict];
        InvariantBroken.Unless(
            wait.IsRunning == due is not null && (due is null || wait.DueAt == due),
            step.Instance,
            $"waits for the other owner until {(wait.IsRunning ? wait.DueAt : null)}, not {due}");
    }
}
