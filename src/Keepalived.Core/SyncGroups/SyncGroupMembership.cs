using System.Collections.Immutable;
using Keepalived.Core.Vrrp;

namespace Keepalived.Core.SyncGroups;

/// <summary>What a reload of the members makes of a group.</summary>
public static class SyncGroupMembership
{
    /// <summary>
    /// What a member has reported stays its own under another name and at another place of the list. With others than
    /// before, the group begins anew and each has to report once more.
    /// </summary>
    /// <param name="before">For each member the index that it had, or a negative number if it was none.</param>
    public static SyncGroupState Carry(in SyncGroupState state, IReadOnlyList<int> before)
    {
        if (before.Count != state.Reports.Length || before.Any(static index => index < 0))
        {
            return SyncGroupState.Initial(before.Count);
        }

        ImmutableArray<VrrpGroupReport> reports = state.Reports;
        return state with { Reports = [.. before.Select(index => reports[index])] };
    }
}
