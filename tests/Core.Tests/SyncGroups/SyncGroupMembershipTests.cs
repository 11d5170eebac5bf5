using Keepalived.Core.SyncGroups;
using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Tests.SyncGroups;

public sealed class SyncGroupMembershipTests
{
    private static readonly SyncGroupState s_before = SyncGroupState.Initial(2) with
    {
        Reports = [Of(VrrpState.Master), Of(VrrpState.Backup)],
        State = VrrpState.Backup,
        Required = VrrpState.Master,
    };

    [Fact]
    public void A_report_goes_with_its_member()
    {
        SyncGroupState after = SyncGroupMembership.Carry(s_before, [1, 0]);

        Assert.Equal([VrrpState.Backup, VrrpState.Master], after.Reports.Select(static r => r.State));
        Assert.Equal((VrrpState.Backup, VrrpState.Master), (after.State, after.Required));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0, -1)]
    [InlineData(0, 1, -1)]
    public void With_others_the_group_begins_anew(params int[] before)
    {
        SyncGroupState after = SyncGroupMembership.Carry(s_before, before);

        Assert.Equal(before.Length, after.Reports.Length);
        Assert.All(after.Reports, static report => Assert.Equal(VrrpState.Initialize, report.State));
        Assert.Equal((VrrpState.Initialize, VrrpState.Initialize), (after.State, after.Required));
    }

    private static VrrpGroupReport Of(VrrpState state) => new(state, false, false, false);
}
