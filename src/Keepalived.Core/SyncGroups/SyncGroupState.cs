using System.Collections.Immutable;
using Keepalived.Core.Vrrp;

namespace Keepalived.Core.SyncGroups;

/// <summary>What a sync group knows and wants.</summary>
public readonly record struct SyncGroupState
{
    /// <summary>The last report of each member, in the order of the conf file.</summary>
    public required ImmutableArray<VrrpGroupReport> Reports { get; init; }

    /// <summary>The state that all members last agreed on.</summary>
    public VrrpState State { get; init; }

    /// <summary>Where the members are to go; Initialize until each has reported.</summary>
    public VrrpState Required { get; init; }

    /// <param name="members">At least 1.</param>
    public static SyncGroupState Initial(int members) => new()
    {
        Reports = ImmutableArray.CreateRange(Enumerable.Repeat(default(VrrpGroupReport), members)),
    };

    internal bool Any(Func<VrrpGroupReport, bool> holds)
    {
        foreach (VrrpGroupReport report in Reports)
        {
            if (holds(report))
            {
                return true;
            }
        }

        return false;
    }

    internal bool All(Func<VrrpGroupReport, bool> holds) => !Any(report => !holds(report));
}
