using Keepalived.Core.SyncGroups;
using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// A group tells of a state when the last member has reached it, and then only. It never sends a member to Master while
/// another one cannot be it.
/// </summary>
internal sealed class GroupsTellWhatTheyAre : ILanChecker
{
    public void Decided(in GroupStep step)
    {
        VrrpState common = step.After.Reports[0].State;
        bool agreed = step.After.Reports.All(one => one.State == common);
        bool isFault = step.After.Reports.Any(one => one.HasFault);
        bool onlyWaits = common == VrrpState.Fault && !isFault && step.After.Required != VrrpState.Fault;
        bool mustTell = agreed && common != step.Before.State && !onlyWaits;
        int told = step.Effects.Count(one => one.Kind == SyncGroupEffectKind.NotifyTransition);
        Require(step, told == (mustTell ? 1 : 0), $"told {told} times of {common}");
        Require(step, !mustTell || step.After.State == common, $"is not {common}");
        bool sendsToMaster = step.Effects.Any(
            one => one is { Kind: SyncGroupEffectKind.Require, To: VrrpState.Master });
        Require(step, !sendsToMaster || !isFault, "sends members to Master while one has a fault");
        Require(step, !isFault || step.After.Required == VrrpState.Fault, "has a fault and requires something else");
    }

    private static void Require(in GroupStep step, bool holds, string what)
    {
        if (!holds)
        {
            throw new InvariantBroken($"{step.Router.Name}: the group {what}");
        }
    }
}
