namespace Keepalived.Core.Vrrp;

/// <content>RFC 9568 section 6.4.2: Backup.</content>
public static partial class VrrpStateMachine
{
    private static VrrpInstanceState InBackup(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects) => e.Kind switch
        {
            VrrpEventKind.AdvertisementReceived => BackupReceives(parameters, state, e, effects),
            VrrpEventKind.TimerFired => BackupTimerFired(parameters, state, e, effects),
            VrrpEventKind.FaultRaised => RaiseFault(parameters, state, e.Fault, e, effects),
            VrrpEventKind.FaultCleared => state with { Faults = state.Faults & ~e.Fault },
            VrrpEventKind.WeightChanged => BackupReweighs(parameters, state, e, effects),
            VrrpEventKind.PrimaryAddressChanged => state with { Source = e.Source },
            VrrpEventKind.GroupRequires => BackupObeysGroup(parameters, state, e, effects),
            VrrpEventKind.ParametersChanged => BackupReloads(parameters, state, e, effects),
            VrrpEventKind.Shutdown => ShutDown(state, e, effects),

            // It runs already.
            VrrpEventKind.Startup => state,

            // A Backup owns no addresses: these are late answers to what a Master asked.
            VrrpEventKind.AddressesInstalled or VrrpEventKind.KernelRefused or VrrpEventKind.AddressesLost
                or VrrpEventKind.SilenceExceeded => state,
            _ => throw Hole(state, e),
        };

    private static VrrpInstanceState BackupReceives(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        if (e.Priority == 0 && Has(parameters, VrrpRules.PriorityZeroShortensWait))
        {
            // RFC 9568 section 6.4.2: the Master resigned; take over after Skew_Time, not Master_Down_Interval.
            Log(VrrpReport.MasterResigned, e, effects);
            VrrpInstanceState resigned = state with { MasterPriority = 0, Preempting = false };
            return StartMasterDown(parameters, resigned, VrrpTimers.SkewTime(parameters, resigned), e, effects);
        }

        if (e.Priority >= state.EffectivePriority)
        {
            VrrpInstanceState next = Stop(state, VrrpTimer.PreemptDelay, effects) with { PreemptDelayPassed = false };
            return AcceptMaster(parameters, next, e, effects);
        }

        if (!Preempts(parameters))
        {
            return AcceptMaster(parameters, state, e, effects);
        }

        bool hasDelay = parameters.PreemptDelay > TimeSpan.Zero && Has(parameters, VrrpRules.PreemptDelay);
        if (hasDelay && !state.PreemptDelayPassed)
        {
            return WaitToPreempt(parameters, state, e, effects);
        }

        // The timer is left running: we are Master when it ends.
        Log(VrrpReport.DiscardedLowerPriority, e, effects);
        return state with { Preempting = true };
    }

    private static bool Preempts(VrrpParameters parameters) => parameters.Preempt
        ? Has(parameters, VrrpRules.Preempt)
        : !Has(parameters, VrrpRules.NoPreempt);

    /// <summary>
    /// The delay begins with the first advertisement of a lower priority; until it ends, that Master is accepted.
    /// </summary>
    private static VrrpInstanceState WaitToPreempt(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        VrrpInstanceState next = state;
        if (!state.Timers[VrrpTimer.PreemptDelay].IsRunning)
        {
            Log(VrrpReport.PreemptDelayStarted, e, effects);
            next = Start(state, VrrpTimer.PreemptDelay, parameters.PreemptDelay, e, effects);
        }

        return AcceptMaster(parameters, next, e, effects);
    }

    private static VrrpInstanceState AcceptMaster(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        VrrpInstanceState next = Learn(parameters, state, e, effects) with { ClaimsMaster = false, Preempting = false };
        return Has(parameters, VrrpRules.RestartMasterDown)
            ? StartMasterDown(parameters, next, VrrpTimers.MasterDownInterval(parameters, next), e, effects)
            : next;
    }

    /// <summary>RFC 9568 section 6.4.2: in version 3 a Backup waits in the Master's interval, not in its own.</summary>
    private static VrrpInstanceState Learn(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        VrrpInstanceState next = state with { MasterAddress = e.Source, MasterPriority = e.Priority };
        if (parameters.Version != 3 || e.Interval <= TimeSpan.Zero || e.Interval == state.MasterInterval
            || !Has(parameters, VrrpRules.LearnInterval))
        {
            return next;
        }

        Log(VrrpReport.IntervalAdopted, e, effects);
        return next with { MasterInterval = e.Interval };
    }

    private static VrrpInstanceState BackupTimerFired(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects) => e.Timer switch
        {
            VrrpTimer.MasterDown => MasterDownExpires(parameters, state, e, effects),
            VrrpTimer.PreemptDelay => state with { PreemptDelayPassed = true },

            // Timers of a Master, stopped when it left: only a test that lets stale ones through gets here.
            VrrpTimer.AnnounceDelay or VrrpTimer.AnnounceRefresh or VrrpTimer.AnnounceElsewhere
                or VrrpTimer.OwnerConflict => state,
            _ => throw Hole(state, e),
        };

    private static VrrpInstanceState MasterDownExpires(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        TimeSpan masterDown = VrrpTimers.MasterDownInterval(parameters, state);
        TimeSpan lateness = e.Now - state.Timers[VrrpTimer.MasterDown].DueAt;
        TimeSpan deaf = e.Unscheduled > lateness ? e.Unscheduled : lateness;
        if (deaf > masterDown && Has(parameters, VrrpRules.StallGuard))
        {
            // The process did not run for longer than the whole wait: that we heard nobody then proves nothing, and
            // neither does a claim that a sync group has not answered yet.
            Log(VrrpReport.Stalled, e, effects);
            return StartMasterDown(parameters, state with { ClaimsMaster = false }, masterDown, e, effects);
        }

        if (!parameters.InSyncGroup || !Has(parameters, VrrpRules.AskGroup))
        {
            return BecomeMaster(parameters, state, ReasonToClaim(parameters, state), e, effects);
        }

        // The group says yes when each member claims; until then it is asked again after the shortest wait.
        VrrpInstanceState next = state with { ClaimsMaster = true };
        return StartMasterDown(parameters, next, VrrpTimers.ClaimAgain(parameters), e, effects);
    }

    private static VrrpReason ReasonToClaim(VrrpParameters parameters, in VrrpInstanceState state) => state switch
    {
        { MasterAddress.IsNone: true } when parameters.IsAddressOwner => VrrpReason.AddressOwner,
        { PreemptDelayPassed: true } => VrrpReason.PreemptDelayExpired,
        { Preempting: true } => VrrpReason.LowerPriorityMaster,
        { MasterAddress.IsNone: false, MasterPriority: 0 } => VrrpReason.MasterResigned,
        _ => VrrpReason.MasterDown,
    };

    private static VrrpInstanceState BackupObeysGroup(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects) =>
        e.RequiredState switch
        {
            _ when !Has(parameters, VrrpRules.ObeyGroup) => state,
            VrrpState.Master => BecomeMaster(parameters, state, VrrpReason.SyncGroup, e, effects),
            VrrpState.Fault => RaiseFault(parameters, state, VrrpFaults.SyncGroup, e, effects),

            // Already there. It goes on claiming if its own wait has ended.
            VrrpState.Backup or VrrpState.Initialize => state,
            _ => throw Hole(state, e),
        };

    /// <summary>The running wait moves by as much as Master_Down_Interval has changed.</summary>
    private static VrrpInstanceState BackupReweighs(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        VrrpInstanceState next = Reprioritize(parameters, state, e.Weight, effects);
        VrrpTimerSlot running = state.Timers[VrrpTimer.MasterDown];
        TimeSpan before = VrrpTimers.MasterDownInterval(parameters, state);
        TimeSpan moved = VrrpTimers.MasterDownInterval(parameters, next) - before;
        if (!running.IsRunning || moved == TimeSpan.Zero || !Has(parameters, VrrpRules.MoveRunningTimer))
        {
            return next;
        }

        TimeSpan remaining = running.DueAt - e.Now + moved;
        TimeSpan wait = remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        return Start(next, VrrpTimer.MasterDown, wait, e, effects);
    }

    private static VrrpInstanceState BackupReloads(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        VrrpInstanceState next = Reprioritize(parameters, state, state.Weight, effects);
        if (parameters.Version != 3)
        {
            // Version 3 keeps what it learnt: our own shorter interval would end the wait too early.
            next = next with { MasterInterval = parameters.AdvertisementInterval };
        }

        if (parameters.PreemptDelay == TimeSpan.Zero)
        {
            next = Stop(next, VrrpTimer.PreemptDelay, effects);
        }

        TimeSpan wait = parameters.IsAddressOwner && !state.ClaimsMaster
            ? VrrpTimers.Immediately
            : VrrpTimers.MasterDownInterval(parameters, next);
        return StartMasterDown(parameters, next, wait, e, effects);
    }

    /// <summary>Starts the wait for the Master; during a start-up delay it begins to count when that ends.</summary>
    private static VrrpInstanceState StartMasterDown(
        VrrpParameters parameters, in VrrpInstanceState state, TimeSpan wait, in VrrpEvent e, VrrpEffects effects)
    {
        TimeSpan delay = state.StartupEndsAt - e.Now;
        return Start(state, VrrpTimer.MasterDown, delay > TimeSpan.Zero ? delay + wait : wait, e, effects);
    }
}
