namespace Keepalived.Core.Vrrp;

/// <content>The timers of a Master: gratuitous ARP and neighbour advertisements, and the quarrel of two
/// owners.</content>
public static partial class VrrpStateMachine
{
    private static VrrpInstanceState MasterTimerFired(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects) => e.Timer switch
        {
            VrrpTimer.AnnounceDelay => AnnounceSecondSet(parameters, state, effects),
            VrrpTimer.AnnounceRefresh => AnnounceAgain(parameters, state, e, effects),
            VrrpTimer.AnnounceElsewhere => AnnounceElsewhere(parameters, state, e, effects),
            VrrpTimer.OwnerConflict => OwnerConflictExpires(parameters, state, e, effects),

            // Timers of a Backup, stopped when it became Master: only a test that lets stale ones through gets here.
            VrrpTimer.MasterDown or VrrpTimer.PreemptDelay => state,
            _ => throw Hole(state, e),
        };

    /// <summary>
    /// Only now the kernel answers for the addresses: an announcement before would lead packets into nothing.
    /// </summary>
    private static VrrpInstanceState MasterAnnounces(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        if (e.Generation != state.InstallGeneration && Has(parameters, VrrpRules.CheckInstallGeneration))
        {
            // The answer to a request that was taken back since.
            return state;
        }

        VrrpInstanceState next = state with { AddressesReady = true };
        return state.AnnouncementPending ? AnnounceFirstSet(parameters, next, e, effects) : next;
    }

    private static VrrpInstanceState AnnounceFirstSet(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        Announce(parameters.AnnounceRepeat, effects);
        VrrpInstanceState next = state with
        {
            AnnouncementPending = false,
            DelayedAnnouncements = parameters.AnnounceRepeat,
        };
        if (parameters.AnnounceDelay > TimeSpan.Zero)
        {
            next = Start(next, VrrpTimer.AnnounceDelay, parameters.AnnounceDelay, e, effects);
        }

        if (parameters.AnnounceElsewhere > TimeSpan.Zero)
        {
            next = Start(next, VrrpTimer.AnnounceElsewhere, parameters.AnnounceElsewhere, e, effects);
        }

        return parameters.AnnounceRefresh > TimeSpan.Zero
            ? Start(next, VrrpTimer.AnnounceRefresh, parameters.AnnounceRefresh, e, effects)
            : next;
    }

    private static VrrpInstanceState AnnounceSecondSet(
        VrrpParameters parameters, in VrrpInstanceState state, VrrpEffects effects)
    {
        if (Has(parameters, VrrpRules.SecondAnnouncement))
        {
            Announce(state.DelayedAnnouncements, effects);
        }

        return state with { DelayedAnnouncements = 0 };
    }

    private static VrrpInstanceState AnnounceAgain(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        Announce(parameters.AnnounceRefreshRepeat, effects);
        return Start(state, VrrpTimer.AnnounceRefresh, parameters.AnnounceRefresh, e, effects);
    }

    private static VrrpInstanceState AnnounceElsewhere(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        effects.Add(new VrrpEffect(VrrpEffectKind.AnnounceElsewhere));
        return Start(state, VrrpTimer.AnnounceElsewhere, parameters.AnnounceElsewhere, e, effects);
    }

    private static void Announce(int rounds, VrrpEffects effects)
    {
        if (rounds > 0)
        {
            effects.Add(new VrrpEffect(VrrpEffectKind.Announce) { Count = rounds });
        }
    }

    /// <summary>
    /// Two address owners, ours with the higher address. The other ought to give up; if it does not within two of our
    /// advertisements and 1.2 of the longer interval, we do: two Masters for ever are worse than one wrong one.
    /// </summary>
    private static VrrpInstanceState WatchOtherOwner(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        Log(VrrpReport.TwoAddressOwners, e, effects);
        TimeSpan longer = e.Interval > parameters.AdvertisementInterval ? e.Interval : parameters.AdvertisementInterval;
        VrrpInstanceState next = state with { OtherOwnerHeardAt = e.Now, OtherOwnerInterval = longer };
        return state.Timers[VrrpTimer.OwnerConflict].IsRunning
            ? next
            : Start(next, VrrpTimer.OwnerConflict, (2 * parameters.AdvertisementInterval) + (1.2 * longer), e, effects);
    }

    private static VrrpInstanceState OwnerConflictExpires(
        VrrpParameters parameters, in VrrpInstanceState state, in VrrpEvent e, VrrpEffects effects)
    {
        if (e.Now - state.OtherOwnerHeardAt > 1.2 * state.OtherOwnerInterval)
        {
            return state;
        }

        // The next advertisement of the other, 255, will make us Backup; becoming Master again restores 255.
        effects.Add(new VrrpEffect(VrrpEffectKind.NotifyPriority) { Priority = 254 });
        return Advertise(parameters, state with { EffectivePriority = 254, MasterPriority = 254 }, now: false, effects);
    }
}
