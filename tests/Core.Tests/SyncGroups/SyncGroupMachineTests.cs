using Keepalived.Core.SyncGroups;
using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Tests.SyncGroups;

public class SyncGroupMachineTests
{
    private static readonly VrrpGroupReport Waiting = new(VrrpState.Fault, false, false, false);
    private static readonly VrrpGroupReport Pending = new(VrrpState.Fault, false, false, true);
    private static readonly VrrpGroupReport Faulty = new(VrrpState.Fault, false, true, false);
    private static readonly VrrpGroupReport Backup = new(VrrpState.Backup, false, false, false);
    private static readonly VrrpGroupReport Claiming = new(VrrpState.Backup, true, false, false);
    private static readonly VrrpGroupReport Master = new(VrrpState.Master, true, false, false);
    private static readonly VrrpGroupReport Restarting = default;

    private SyncGroupState _state = SyncGroupState.Initial(2);

    [Fact]
    public void Nobody_starts_before_all_have_reported()
    {
        Assert.Empty(Report(0, Waiting));
        Assert.Equal(["0 Backup", "1 Backup"], Report(1, Waiting));
    }

    [Fact]
    public void A_tracker_without_result_holds_all_back()
    {
        Report(0, Waiting);

        Assert.Empty(Report(1, Pending));
        Assert.Equal(["0 Backup", "1 Backup"], Report(1, Waiting));
    }

    [Fact]
    public void One_claim_is_not_enough()
    {
        Reach(Backup);

        Assert.Empty(Report(0, Claiming));
        Assert.Equal(["0 Master", "1 Master"], Report(1, Claiming));
    }

    [Fact]
    public void A_claim_that_was_taken_back_does_not_count()
    {
        Reach(Backup);
        Report(0, Claiming);
        Report(0, Backup);

        Assert.Empty(Report(1, Claiming));
    }

    [Fact]
    public void The_group_is_Master_when_all_are()
    {
        Reach(Backup);
        Report(0, Claiming);
        Report(1, Claiming);

        Assert.Empty(Report(0, Master));
        Assert.Equal(["Backup -> Master"], Report(1, Master));
    }

    [Fact]
    public void One_that_goes_to_Backup_takes_all_with_it()
    {
        ReachMaster();

        Assert.Equal(["0 Backup", "1 Backup"], Report(1, Backup));
        Assert.Equal(["Master -> Backup"], Report(0, Backup));
    }

    [Fact]
    public void A_fault_takes_all_with_it()
    {
        ReachMaster();

        Assert.Equal(["0 Fault", "1 Fault"], Report(0, Faulty));
        Assert.Equal(["Master -> Fault"], Report(1, Waiting));
    }

    [Fact]
    public void Fault_ends_when_the_last_fault_is_cleared()
    {
        ReachMaster();
        Report(0, Faulty);
        Report(1, Faulty);

        Assert.Empty(Report(0, Waiting));
        Assert.Equal(["0 Backup", "1 Backup"], Report(1, Waiting));
    }

    [Fact]
    public void A_member_that_starts_while_another_is_in_Fault_is_told_so()
    {
        Report(0, Faulty);

        Assert.Contains("1 Fault", Report(1, Waiting));
    }

    [Fact]
    public void A_member_that_is_late_in_becoming_Master_is_told_again()
    {
        Reach(Backup);
        Report(0, Claiming);
        Report(1, Claiming);
        Report(0, Master);

        Assert.Equal(["1 Master"], Report(1, Claiming));
    }

    [Fact]
    public void A_Master_that_is_late_in_leaving_is_told_again()
    {
        ReachMaster();
        Report(0, Backup);

        Assert.Equal(["1 Backup"], Report(1, Master));
    }

    [Fact]
    public void A_member_that_starts_again_takes_the_other_to_Backup_and_joins_it()
    {
        ReachMaster();

        Assert.Equal(["1 Backup"], Report(0, Restarting));
        Assert.Empty(Report(1, Backup));
        Assert.Equal(["0 Backup"], Report(0, Waiting));
    }

    [Fact]
    public void A_group_that_starts_again_keeps_what_stands_together()
    {
        Report(0, Master);

        Assert.Equal(["Initialize -> Master"], Report(1, Master));
        Assert.Equal(VrrpState.Master, _state.Required);
    }

    [Fact]
    public void A_group_that_starts_again_and_finds_members_apart_sends_them_to_Backup()
    {
        Report(0, Master);

        Assert.Equal(["0 Backup", "1 Backup"], Report(1, Backup));
    }

    [Fact]
    public void A_new_tracker_without_result_does_not_move_a_Master_group()
    {
        ReachMaster();

        Assert.Empty(Report(0, Master with { IsPending = true }));
    }

    [Fact]
    public void A_group_of_one_is_the_instance_itself()
    {
        _state = SyncGroupState.Initial(1);

        Assert.Equal(["0 Backup"], Report(0, Waiting));
        Assert.Equal(["Initialize -> Backup"], Report(0, Backup));
        Assert.Equal(["0 Master"], Report(0, Claiming));
        Assert.Equal(["Backup -> Master"], Report(0, Master));
    }

    [Fact]
    public void The_end_of_all_members_is_the_end_of_the_group()
    {
        ReachMaster();
        Report(0, Restarting);

        Assert.Equal(["Master -> Initialize"], Report(1, Restarting));
    }

    private void Reach(VrrpGroupReport report)
    {
        Report(0, Waiting);
        Report(1, Waiting);
        Report(0, report);
        Report(1, report);
    }

    private void ReachMaster()
    {
        Reach(Backup);
        Report(0, Claiming);
        Report(1, Claiming);
        Report(0, Master);
        Report(1, Master);
    }

    private List<string> Report(int member, VrrpGroupReport report)
    {
        var effects = new List<SyncGroupEffect>();
        _state = SyncGroupMachine.Handle(_state, member, report, effects);
        return effects.ConvertAll(effect => effect.Kind == SyncGroupEffectKind.Require
            ? $"{effect.Member} {effect.To}"
            : $"{effect.From} -> {effect.To}");
    }
}
