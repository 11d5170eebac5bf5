namespace Keepalived.Core.Vrrp;

/// <content>RFC 9568 section 6.4.3: Active, here Master as in RFC 3768 and in the conf file.</content>
public static partial class VrrpStateMachine
{
    private static VrrpInstanceState InMaster(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects) => e.Kind switch
        {
            VrrpEventKind.AdvertisementReceived => MasterReceives(parameters, state, e, effects),
            VrrpEventKind.TimerFired => MasterTimerFired(parameters, state, e, effects),
            VrrpEventKind.AddressesInstalled => MasterAnnounces(parameters, state, e, effects),
            VrrpEventKind.KernelRefused => MasterIsRefused(state, e, effects),
            VrrpEventKind.AddressesLost => MasterGivesUp(parameters, state, e, effects),
            VrrpEventKind.FaultRaised => RaiseFault(parameters, state, e.Fault, e, effects),
            VrrpEventKind.FaultCleared => state with { Faults = state.Faults & ~e.Fault },
            VrrpEventKind.WeightChanged => MasterReweighs(parameters, state, e, effects),
            VrrpEventKind.PrimaryAddressChanged => state with { Source = e.Source, MasterAddress = e.Source },
            VrrpEventKind.GroupRequires => MasterObeysGroup(parameters, state, e, effects),
            VrrpEventKind.ParametersChanged => MasterReloads(parameters, state, e, effects),
            VrrpEventKind.SilenceExceeded => BackToBackup(
                parameters, LeaveMaster(parameters, state, resign: false, effects), VrrpReason.Stalled, e, effects),
            VrrpEventKind.Shutdown => MasterShutsDown(parameters, state, e, effects),

            // It runs already.
            VrrpEventKind.Startup => state,
            _ => throw Hole(state, e),
        };

    /// <summary>The advertisement goes first: from then on nobody else claims; people and scripts come last.</summary>
    private static VrrpInstanceState BecomeMaster(
        VrrpParameters parameters, in VrrpInstanceState state, VrrpReason reason, in VrrpEvent e, VrrpEffects effects)
    {
        VrrpInstanceState next = Stop(state, VrrpTimer.MasterDown, effects);
        next = Stop(next, VrrpTimer.PreemptDelay, effects);
        next = Reprioritize(parameters, next, next.Weight, effects) with
        {
            MasterInterval = Has(parameters, VrrpRules.ResetLearntInterval)
                ? parameters.AdvertisementInterval
                : next.MasterInterval,
            ClaimsMaster = false,
            PreemptDelayPassed = false,
            Preempting = false,
            AddressesReady = false,
            AnnouncementPending = true,
        };
        next = next with { MasterAddress = next.Source, MasterPriority = next.EffectivePriority };
        effects.Add(new VrrpEffect(VrrpEffectKind.RaiseSequence));
        next = Advertise(parameters, next, now: true, effects);
        next = InstallAddresses(next, effects);
        Count(VrrpCounter.BecameMaster, effects);
        next = Transit(next, VrrpState.Master, reason, e, effects);
        return Has(parameters, VrrpRules.WaitForKernel) ? next : AnnounceFirstSet(parameters, next, e, effects);
    }

    private static VrrpInstanceState Advertise(
        VrrpParameters parameters, in VrrpInstanceState state, bool now, VrrpEffects effects)
    {
        int generation = state.AdvertiseGeneration + 1;
        effects.Add(new VrrpEffect(VrrpEffectKind.Advertise)
        {
            Priority = state.EffectivePriority,
            After = parameters.AdvertisementInterval,
            Now = now,
            Generation = generation,
        });
        return state with { AdvertiseGeneration = generation };
    }

    private static VrrpInstanceState InstallAddresses(in VrrpInstanceState state, VrrpEffects effects)
    {
        int generation = state.InstallGeneration + 1;
        effects.Add(new VrrpEffect(VrrpEffectKind.InstallAddresses) { Generation = generation });
        return state with { InstallGeneration = generation };
    }

    private static VrrpInstanceState MasterReceives(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        if (e.Priority == 0)
        {
            // RFC 9568 section 6.4.3: somebody else resigned; say at once that we are here, and count anew from now.
            return Has(parameters, VrrpRules.AnswerResignation)
                ? Advertise(parameters, state, now: true, effects)
                : state;
        }

        int bySource = Has(parameters, VrrpRules.TieBreakByAddress) ? e.Source.CompareTo(state.Source) : -1;
        int rank = e.Priority != state.EffectivePriority ? e.Priority.CompareTo(state.EffectivePriority) : bySource;
        if (rank > 0 && Has(parameters, VrrpRules.YieldToHigherPriority))
        {
            return MasterYields(parameters, state, e, effects);
        }

        if (rank == 0)
        {
            // Our own packet came back, or somebody uses our address: there is no order between us.
            Log(VrrpReport.OwnAddressHeard, e, effects);
            return state;
        }

        VrrpInstanceState next = e.Priority == byte.MaxValue ? WatchOtherOwner(parameters, state, e, effects) : state;
        return MasterInsists(parameters, next, e, effects);
    }

    /// <summary>
    /// RFC 9568 section 6.4.3: a higher priority, or an equal one with a higher address, makes us Backup.
    /// </summary>
    private static VrrpInstanceState MasterYields(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        bool isEqual = e.Priority == state.EffectivePriority;
        bool isSecondOwner = e.Priority == byte.MaxValue && parameters.IsAddressOwner;
        Log(isSecondOwner ? VrrpReport.TwoAddressOwners : VrrpReport.HigherPriorityReceived, e, effects);
        if (parameters.HigherPriorityForcesAdvertisement)
        {
            SendOnce(state.EffectivePriority, effects);
        }

        VrrpInstanceState next = LeaveMaster(parameters, state, resign: false, effects);
        next = Learn(parameters, next, e, effects);
        VrrpReason reason = isEqual ? VrrpReason.EqualPriorityHigherAddress : VrrpReason.HigherPriority;
        return BackToBackup(parameters, next, reason, e, effects);
    }

    /// <summary>
    /// A lower priority (or an equal one with a lower address) is answered, so that its sender gives up.
    /// </summary>
    private static VrrpInstanceState MasterInsists(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        Log(VrrpReport.LowerPriorityForcesAdvertisement, e, effects);
        if (e.Sequence != 0)
        {
            // Else the other would drop our packets as replayed.
            effects.Add(new VrrpEffect(VrrpEffectKind.RaiseSequence) { Sequence = e.Sequence });
        }

        if (!parameters.LowerPriorityNoAdvertisement && Has(parameters, VrrpRules.AnswerLowerPriority))
        {
            SendOnce(state.EffectivePriority, effects);
        }

        effects.Add(new VrrpEffect(VrrpEffectKind.NotifyLowerPriority) { Source = e.Source, Priority = e.Priority });
        if (parameters.LowerPriorityAnnounceRepeat == 0 || !state.AddressesReady)
        {
            return state;
        }

        // The other may have announced our addresses as its own.
        Announce(parameters.LowerPriorityAnnounceRepeat, effects);
        VrrpInstanceState next = state with { DelayedAnnouncements = parameters.LowerPriorityAnnounceRepeat };
        return parameters.LowerPriorityAnnounceDelay > TimeSpan.Zero
            ? Start(next, VrrpTimer.AnnounceDelay, parameters.LowerPriorityAnnounceDelay, e, effects)
            : next;
    }

    private static void SendOnce(byte priority, VrrpEffects effects) =>
        effects.Add(new VrrpEffect(VrrpEffectKind.SendAdvertisement) { Priority = priority });

    private static VrrpInstanceState MasterReweighs(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        VrrpInstanceState next = Reprioritize(parameters, state, e.Weight, effects);
        return next.EffectivePriority == state.EffectivePriority
            ? next
            : Advertise(parameters, next with { MasterPriority = next.EffectivePriority }, now: false, effects);
    }

    private static VrrpInstanceState MasterIsRefused(in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        // One bad address does not take the others away: stay Master, as the reference does.
        Log(VrrpReport.KernelRefused, e, effects);
        return state;
    }

    private static VrrpInstanceState MasterReloads(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        VrrpInstanceState next = Reprioritize(parameters, state, state.Weight, effects);
        next = next with { MasterInterval = parameters.AdvertisementInterval, MasterPriority = next.EffectivePriority };
        next = Advertise(parameters, next, now: true, effects);
        next = Stop(next, VrrpTimer.AnnounceRefresh, effects);
        next = Stop(next, VrrpTimer.AnnounceElsewhere, effects);
        return InstallAddresses(next with { AnnouncementPending = true }, effects);
    }

    /// <summary>Somebody took our addresses away: all the same for the network as if we were down.</summary>
    private static VrrpInstanceState MasterGivesUp(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        if (!Has(parameters, VrrpRules.ResignWhenAddressesLost))
        {
            return state;
        }

        VrrpInstanceState next = LeaveMaster(parameters, state, resign: true, effects);
        return BackToBackup(parameters, next, VrrpReason.AddressesLost, e, effects);
    }

    private static VrrpInstanceState MasterObeysGroup(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects) =>
        e.RequiredState switch
        {
            _ when !Has(parameters, VrrpRules.ObeyGroup) => state,
            VrrpState.Fault => RaiseFault(parameters, state, VrrpFaults.SyncGroup, e, effects),
            VrrpState.Backup => BackToBackup(
                parameters, LeaveMaster(parameters, state, resign: false, effects), VrrpReason.SyncGroup, e, effects),

            // Already there.
            VrrpState.Master or VrrpState.Initialize => state,
            _ => throw Hole(state, e),
        };

    private static VrrpInstanceState MasterShutsDown(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        if (!e.KeepAddresses)
        {
            bool resign = Has(parameters, VrrpRules.ResignOnShutdown);
            return ShutDown(LeaveMaster(parameters, state, resign, effects), e, effects);
        }

        effects.Add(new VrrpEffect(VrrpEffectKind.StopAdvertising));
        return ShutDown(state with { AddressesReady = false, AnnouncementPending = false }, e, effects);
    }

    /// <summary>What every way out of Master shares: silence first, then the resignation, then the addresses.</summary>
    private static VrrpInstanceState LeaveMaster(
        VrrpParameters parameters, in VrrpInstanceState state, bool resign, VrrpEffects effects)
    {
        if (Has(parameters, VrrpRules.StopAdvertisingOnBackup))
        {
            effects.Add(new VrrpEffect(VrrpEffectKind.StopAdvertising));
        }

        if (resign)
        {
            SendOnce(0, effects);
        }

        if (Has(parameters, VrrpRules.RemoveAddressesOnBackup))
        {
            effects.Add(new VrrpEffect(VrrpEffectKind.RemoveAddresses));
        }

        VrrpInstanceState next = StopAllTimers(state, effects);
        return next with
        {
            AddressesReady = false,
            AnnouncementPending = false,
            DelayedAnnouncements = 0,
            InstallGeneration = next.InstallGeneration + 1,
        };
    }

    private static VrrpInstanceState BackToBackup(
        VrrpParameters parameters, in VrrpInstanceState state, VrrpReason reason, in VrrpEvent e, VrrpEffects effects)
    {
        Count(VrrpCounter.ReleasedMaster, effects);
        TimeSpan wait = VrrpTimers.MasterDownInterval(parameters, state);
        VrrpInstanceState next = StartMasterDown(parameters, state, wait, e, effects);
        return Transit(next, VrrpState.Backup, reason, e, effects) with { ClaimsMaster = false };
    }
}
