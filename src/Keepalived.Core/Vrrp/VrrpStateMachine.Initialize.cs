namespace Keepalived.Core.Vrrp;

/// <content>RFC 9568 section 6.4.1: Initialize, and the end of everything.</content>
public static partial class VrrpStateMachine
{
    private static VrrpInstanceState InInitialize(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects) => e.Kind switch
        {
            VrrpEventKind.Startup => StartUp(parameters, state, e, effects),

            // What is told before the start counts at the start.
            VrrpEventKind.FaultRaised => state with { Faults = state.Faults | e.Fault },
            VrrpEventKind.FaultCleared => state with { Faults = state.Faults & ~e.Fault },
            VrrpEventKind.WeightChanged => state with { Weight = e.Weight },
            VrrpEventKind.PrimaryAddressChanged => state with { Source = e.Source },

            // Nothing runs yet or any more: late answers, timers and packets mean nothing.
            VrrpEventKind.Shutdown or VrrpEventKind.AdvertisementReceived or VrrpEventKind.TimerFired
                or VrrpEventKind.AddressesInstalled or VrrpEventKind.KernelRefused
                or VrrpEventKind.SilenceExceeded or VrrpEventKind.AddressesLost
                or VrrpEventKind.GroupRequires => state,

            VrrpEventKind.ParametersChanged => state with
            {
                EffectivePriority = EffectivePriorityOf(parameters, state.Weight),
                MasterInterval = parameters.AdvertisementInterval,
            },
            _ => throw Hole(state, e),
        };

    private static VrrpInstanceState StartUp(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        int weight = state.Weight + e.Weight;
        VrrpInstanceState next = state with
        {
            Source = e.Source.IsNone ? state.Source : e.Source,
            Weight = weight,
            EffectivePriority = EffectivePriorityOf(parameters, weight),
            MasterInterval = parameters.AdvertisementInterval,
            MasterAddress = default,
            MasterPriority = 0,
            Faults = state.Faults | e.Fault,
            StartupEndsAt = Has(parameters, VrrpRules.StartupDelay) ? e.Now + parameters.StartupDelay : e.Now,
            ClaimsMaster = false,
            WasNotified = false,
        };
        if (parameters.InSyncGroup)
        {
            next = next with { Faults = next.Faults | VrrpFaults.SyncGroupPending };
        }

        if (next.Faults == VrrpFaults.None)
        {
            return EnterBackupFirst(parameters, next, e, effects);
        }

        // A tracker without a result, or a group that is not complete, is no fault to tell anybody of.
        return (next.Faults & ~VrrpFaultRules.Silent) == 0
            ? next with { State = VrrpState.Fault, ChangedAt = e.Now }
            : Transit(next, VrrpState.Fault, VrrpReason.FaultRaised, e, effects);
    }

    /// <summary>The first transition always is to Backup, for an address owner too.</summary>
    private static VrrpInstanceState EnterBackupFirst(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        VrrpInstanceState next = Transit(state, VrrpState.Backup, VrrpReason.Startup, e, effects);

        // The reference waits a whole Master_Down_Interval whatever `state` says (measured: 2.2.7 and 2.4.3), and so
        // does the RFC; only the owner of the addresses need not listen first.
        bool atOnce = parameters is { WantsMaster: true, IsAddressOwner: true }
            && Has(parameters, VrrpRules.OwnerClaimsAtOnce);
        TimeSpan wait = atOnce ? VrrpTimers.Immediately : VrrpTimers.MasterDownInterval(parameters, next);
        return StartMasterDown(parameters, next, wait, e, effects);
    }

    /// <summary>Back to Initialize, from where nothing but a Startup leads on.</summary>
    private static VrrpInstanceState ShutDown(in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        VrrpInstanceState next = StopAllTimers(state, effects);
        next = Transit(next, VrrpState.Initialize, VrrpReason.Shutdown, e, effects);
        return next with
        {
            ClaimsMaster = false,
            PreemptDelayPassed = false,
            Preempting = false,
            WasNotified = false,
            Faults = next.Faults & ~VrrpFaultRules.FromGroup,
        };
    }
}
