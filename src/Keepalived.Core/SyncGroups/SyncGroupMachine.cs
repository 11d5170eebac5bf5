using System.Collections.Immutable;
using Keepalived.Core.Vrrp;

namespace Keepalived.Core.SyncGroups;

/// <summary>
/// A <c>vrrp_sync_group</c>: its members are Master together or not at all. Members report what they are and what they
/// could be (<see cref="VrrpInstanceState.GroupReport"/>); the group answers with what it requires. Reports are
/// levels and
/// requirements may be repeated, so that a restarted actor on either side finds its way back.
/// </summary>
public static class SyncGroupMachine
{
    /// <summary>Takes one member's report. Effects are appended in the order in which they have to be done.</summary>
    public static SyncGroupState Handle(
        in SyncGroupState state, int member, VrrpGroupReport report, List<SyncGroupEffect> effects)
    {
        VrrpGroupReport before = state.Reports[member];
        SyncGroupState next = state with { Reports = state.Reports.SetItem(member, report) };
        next = Decide(next, member, before, effects);
        return NotifyIfAgreed(next, effects);
    }

    private static SyncGroupState Decide(
        in SyncGroupState state, int member, VrrpGroupReport before, List<SyncGroupEffect> effects)
    {
        VrrpGroupReport report = state.Reports[member];
        if (state.Any(one => one.HasFault))
        {
            return HoldInFault(state, member, before, effects);
        }

        if (before.State == VrrpState.Master && report.State != VrrpState.Master && state.Required == VrrpState.Master)
        {
            // One that goes takes all with it.
            return Require(state, VrrpState.Backup, effects);
        }

        if (state.Any(one => one.State == VrrpState.Initialize))
        {
            // Not complete: somebody has not started, or starts again.
            return state;
        }

        // Whoever reported while this one was not there yet got no answer then.
        bool isComplete = before.State == VrrpState.Initialize;
        return state.Required switch
        {
            VrrpState.Initialize or VrrpState.Fault => LeaveWait(state, effects),
            VrrpState.Backup => WhileBackup(state, member, isComplete, effects),
            VrrpState.Master => WhileMaster(state, member, isComplete, effects),
            _ => throw new InvalidOperationException($"a group cannot require {state.Required}"),
        };
    }

    /// <summary>A member in Fault pulls all the others.</summary>
    private static SyncGroupState HoldInFault(
        in SyncGroupState state, int member, VrrpGroupReport before, List<SyncGroupEffect> effects)
    {
        if (state.Required != VrrpState.Fault)
        {
            return Require(state, VrrpState.Fault, effects);
        }

        VrrpGroupReport report = state.Reports[member];
        bool isFresh = before.State == VrrpState.Initialize && report.State == VrrpState.Fault;
        if (isFresh || report.State is VrrpState.Backup or VrrpState.Master)
        {
            Require(member, VrrpState.Fault, effects);
        }

        return state;
    }

    /// <summary>The group leaves its start, or Fault, when no member has a fault or waits for a tracker.</summary>
    private static SyncGroupState LeaveWait(in SyncGroupState state, List<SyncGroupEffect> effects)
    {
        if (state.Any(one => one.IsPending))
        {
            return state;
        }

        // After a reload or a restart of the group: what stands together may stay.
        return state.Required == VrrpState.Initialize && state.All(one => one.State == VrrpState.Master)
            ? state with { Required = VrrpState.Master }
            : Require(state, VrrpState.Backup, effects);
    }

    private static SyncGroupState WhileBackup(
        in SyncGroupState state, int member, bool isComplete, List<SyncGroupEffect> effects)
    {
        for (int i = 0; i < state.Reports.Length; i++)
        {
            // It did not hear yet, or was restarted.
            bool isAway = state.Reports[i] is
                { State: VrrpState.Master } or { State: VrrpState.Fault, IsPending: false };
            if (isAway && (isComplete || i == member))
            {
                Require(i, VrrpState.Backup, effects);
            }
        }

        return state.All(one => one is { State: VrrpState.Backup, ClaimsMaster: true })
            ? Require(state, VrrpState.Master, effects)
            : state;
    }

    private static SyncGroupState WhileMaster(
        in SyncGroupState state, int member, bool isComplete, List<SyncGroupEffect> effects)
    {
        for (int i = 0; i < state.Reports.Length; i++)
        {
            switch (state.Reports[i])
            {
                case var _ when !isComplete && i != member:
                    break;
                case { State: VrrpState.Backup }:
                    Require(i, VrrpState.Master, effects);
                    break;
                case { State: VrrpState.Fault, IsPending: false }:
                    Require(i, VrrpState.Backup, effects);
                    break;
            }
        }

        return state;
    }

    private static SyncGroupState Require(in SyncGroupState state, VrrpState required, List<SyncGroupEffect> effects)
    {
        for (int i = 0; i < state.Reports.Length; i++)
        {
            if (state.Reports[i].State != VrrpState.Initialize)
            {
                Require(i, required, effects);
            }
        }

        return state with { Required = required };
    }

    private static void Require(int member, VrrpState required, List<SyncGroupEffect> effects) =>
        effects.Add(new SyncGroupEffect(SyncGroupEffectKind.Require, member, default, required));

    /// <summary>The group's own notification comes after those of its members.</summary>
    private static SyncGroupState NotifyIfAgreed(in SyncGroupState state, List<SyncGroupEffect> effects)
    {
        VrrpState common = state.Reports[0].State;
        bool isWaiting = common == VrrpState.Fault && state.Required != VrrpState.Fault;
        if (common == state.State || isWaiting || !state.All(one => one.State == common))
        {
            return state;
        }

        effects.Add(new SyncGroupEffect(SyncGroupEffectKind.NotifyTransition, -1, state.State, common));
        return state with { State = common };
    }
}

public enum SyncGroupEffectKind : byte
{
    /// <summary>
    /// Send <see cref="VrrpEventKind.GroupRequires"/> with <see cref="SyncGroupEffect.To"/> to the member.
    /// </summary>
    Require,

    /// <summary>All members have reached <see cref="SyncGroupEffect.To"/>: log, scripts, mail of the group.</summary>
    NotifyTransition,
}

/// <param name="Member">Index of the member; -1 where none is meant.</param>
public readonly record struct SyncGroupEffect(SyncGroupEffectKind Kind, int Member, VrrpState From, VrrpState To);
