namespace Keepalived.Core.Vrrp;

/// <content>keepalived's Fault: something that the instance needs is not there. Each reason keeps a flag.</content>
public static partial class VrrpStateMachine
{
    private static VrrpInstanceState InFault(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects) => e.Kind switch
        {
            VrrpEventKind.FaultRaised => RaiseFault(parameters, state, e.Fault, e, effects),
            VrrpEventKind.FaultCleared => ClearFault(parameters, state, e.Fault, e, effects),
            VrrpEventKind.WeightChanged => Reprioritize(parameters, state, e.Weight, effects),
            VrrpEventKind.PrimaryAddressChanged => state with { Source = e.Source },
            VrrpEventKind.GroupRequires => FaultObeysGroup(parameters, state, e, effects),
            VrrpEventKind.ParametersChanged => FaultReloads(parameters, state, e, effects),
            VrrpEventKind.Shutdown => ShutDown(state, e, effects),

            // It runs already.
            VrrpEventKind.Startup => state,

            // It takes no part in any election, owns no addresses and runs no timers.
            VrrpEventKind.AdvertisementReceived or VrrpEventKind.TimerFired or VrrpEventKind.AddressesInstalled
                or VrrpEventKind.KernelRefused or VrrpEventKind.SilenceExceeded or VrrpEventKind.AddressesLost => state,
            _ => throw Hole(state, e),
        };

    private static VrrpInstanceState RaiseFault(
        VrrpParameters parameters, in VrrpInstanceState state, VrrpFaults faults, in VrrpEvent e, VrrpEffects effects)
    {
        VrrpInstanceState next = state with { Faults = state.Faults | faults };
        bool isNews = (next.Faults & ~VrrpFaultRules.Silent) != 0;
        VrrpReason reason = (faults & VrrpFaults.SyncGroup) != 0 ? VrrpReason.SyncGroup : VrrpReason.FaultRaised;
        switch (state.State)
        {
            // A tracker that a reload added has no result yet: that alone moves nothing.
            case VrrpState.Master or VrrpState.Backup when !isNews:
            case VrrpState.Master when !Has(parameters, VrrpRules.FaultLeavesMaster):
            case VrrpState.Fault when state.WasNotified || !isNews:
                return next;
            case VrrpState.Master:
                next = LeaveMaster(parameters, next, Has(parameters, VrrpRules.ResignOnFault), effects);
                Count(VrrpCounter.ReleasedMaster, effects);
                break;
            default:
                next = StopAllTimers(next, effects);
                break;
        }

        next = Transit(next, VrrpState.Fault, reason, e, effects);
        return next with { ClaimsMaster = false, PreemptDelayPassed = false, Preempting = false };
    }

    private static VrrpInstanceState ClearFault(
        VrrpParameters parameters, in VrrpInstanceState state, VrrpFaults faults, in VrrpEvent e, VrrpEffects effects)
    {
        VrrpInstanceState next = state with { Faults = state.Faults & ~faults };
        if (parameters.InSyncGroup && (faults & VrrpFaultRules.FromGroup) == 0)
        {
            // Only the group knows whether all the others are well too.
            return next with { Faults = next.Faults | VrrpFaults.SyncGroupPending };
        }

        if (next.Faults != VrrpFaults.None && Has(parameters, VrrpRules.WaitForAllFaults))
        {
            return next;
        }

        next = next with
        {
            MasterInterval = Has(parameters, VrrpRules.ResetLearntInterval)
                ? parameters.AdvertisementInterval
                : next.MasterInterval,
            MasterAddress = default,
            MasterPriority = 0,
        };
        return state.WasNotified
            ? RecoverToBackup(parameters, next, e, effects)
            : EnterBackupFirst(parameters, next, e, effects);
    }

    private static VrrpInstanceState RecoverToBackup(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        TimeSpan wait = parameters.IsAddressOwner
            ? VrrpTimers.Immediately
            : VrrpTimers.MasterDownInterval(parameters, state);
        VrrpInstanceState next = StartMasterDown(parameters, state, wait, e, effects);
        return Transit(next, VrrpState.Backup, VrrpReason.FaultCleared, e, effects);
    }

    private static VrrpInstanceState FaultReloads(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        VrrpInstanceState next = Reprioritize(parameters, state, state.Weight, effects);

        // It has left its group: nobody else would ever take back what the group said.
        bool isLeft = !parameters.InSyncGroup && (next.Faults & VrrpFaultRules.FromGroup) != 0;
        return isLeft ? ClearFault(parameters, next, VrrpFaultRules.FromGroup, e, effects) : next;
    }

    private static VrrpInstanceState FaultObeysGroup(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects) =>
        e.RequiredState switch
        {
            _ when !Has(parameters, VrrpRules.ObeyGroup) => state,
            VrrpState.Fault => RaiseFault(parameters, state, VrrpFaults.SyncGroup, e, effects),
            VrrpState.Backup => ClearFault(parameters, state, VrrpFaultRules.FromGroup, e, effects),

            // It is not fit for that, and has told the group so.
            VrrpState.Master or VrrpState.Initialize => state,
            _ => throw Hole(state, e),
        };
}
