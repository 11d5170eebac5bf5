using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// The first set when the kernel has the addresses, a second one after the delay, further ones in their period: as many
/// rounds as written, and only in Master.
/// </summary>
internal sealed class AnnouncementsAsWritten : ILanChecker
{
    private readonly Dictionary<SimulatedInstance, Plan> _plans = [];

    public void AfterStep(in MachineStep step)
    {
        if (!_plans.TryGetValue(step.Instance, out Plan? plan))
        {
            _plans.Add(step.Instance, plan = new Plan());
        }

        Update(step, plan);
        RequireTimer(step, VrrpTimer.AnnounceDelay, plan.SecondAt);
        RequireTimer(step, VrrpTimer.AnnounceRefresh, plan.RefreshAt);
        RequireTimer(step, VrrpTimer.AnnounceElsewhere, plan.ElsewhereAt);
    }

    private static void Update(in MachineStep step, Plan plan)
    {
        foreach (ref readonly VrrpEffect effect in step.Effects)
        {
            if (effect.Kind == VrrpEffectKind.InstallAddresses)
            {
                (plan.Request, plan.IsPending) = (effect.Generation, true);
            }
        }

        if (step.After.State != VrrpState.Master)
        {
            plan.Clear();
        }
        else if (step.Event.Kind == VrrpEventKind.ParametersChanged)
        {
            (plan.RefreshAt, plan.ElsewhereAt) = (null, null);
        }
        else if (step.Event is { Kind: VrrpEventKind.AddressesInstalled } installed
            && installed.Generation == plan.Request && plan.IsPending)
        {
            RequireRounds(step, step.Parameters.AnnounceRepeat);
            plan.IsPending = false;
            plan.Second(step, step.Parameters.AnnounceRepeat, step.Parameters.AnnounceDelay);
            plan.RefreshAt = After(step, step.Parameters.AnnounceRefresh);
            plan.ElsewhereAt = After(step, step.Parameters.AnnounceElsewhere);
        }
        else if (step.Event.Kind == VrrpEventKind.AdvertisementReceived && step.Has(VrrpEffectKind.Announce))
        {
            plan.Second(
                step, step.Parameters.LowerPriorityAnnounceRepeat, step.Parameters.LowerPriorityAnnounceDelay);
        }
        else if (step.Event.Kind == VrrpEventKind.TimerFired
            && step.Before.Timers.IsCurrent(step.Event.Timer, step.Event.Generation))
        {
            TimerFired(step, plan);
        }
    }

    private static void TimerFired(in MachineStep step, Plan plan)
    {
        switch (step.Event.Timer)
        {
            case VrrpTimer.AnnounceDelay:
                RequireRounds(step, plan.SecondRounds);
                (plan.SecondAt, plan.SecondRounds) = (null, 0);
                break;
            case VrrpTimer.AnnounceRefresh:
                RequireRounds(step, step.Parameters.AnnounceRefreshRepeat);
                plan.RefreshAt = After(step, step.Parameters.AnnounceRefresh);
                break;
            case VrrpTimer.AnnounceElsewhere:
                InvariantBroken.Unless(
                    step.Has(VrrpEffectKind.AnnounceElsewhere), step.Instance, "does not announce elsewhere");
                plan.ElsewhereAt = After(step, step.Parameters.AnnounceElsewhere);
                break;
        }
    }

    private static void RequireRounds(in MachineStep step, int rounds)
    {
        int announced = step.CountOf(VrrpEffectKind.Announce);
        InvariantBroken.Unless(announced == rounds, step.Instance, $"announced {announced} rounds, not {rounds}");
    }

    private static void RequireTimer(in MachineStep step, VrrpTimer timer, TimeSpan? at)
    {
        VrrpTimerSlot slot = step.After.Timers[timer];
        InvariantBroken.Unless(
            slot.IsRunning == at is not null && (at is null || slot.DueAt == at),
            step.Instance,
            $"{timer} {(slot.IsRunning ? $"is due at {slot.DueAt}" : "does not run")}, not {at}");
    }

    private static TimeSpan? After(in MachineStep step, TimeSpan wait) =>
        wait > TimeSpan.Zero ? step.Now + wait : null;

    private sealed class Plan
    {
        public int Request { get; set; }

        public bool IsPending { get; set; }

        public TimeSpan? SecondAt { get; set; }

        public int SecondRounds { get; set; }

        public TimeSpan? RefreshAt { get; set; }

        public TimeSpan? ElsewhereAt { get; set; }

        /// <summary>A set that waits already is replaced by the newer one, or keeps its time without a delay.</summary>
        public void Second(in MachineStep step, int rounds, TimeSpan delay) =>
            (SecondRounds, SecondAt) = (rounds, After(step, delay) ?? SecondAt);

        public void Clear()
        {
            IsPending = false;
            (SecondAt, SecondRounds, RefreshAt, ElsewhereAt) = (null, 0, null, null);
        }
    }
}
