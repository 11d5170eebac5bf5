using Keepalived.Config.Model;
using Keepalived.Core.Notify;

namespace Keepalived.Core.Tests.Notify;

/// <summary>The calls that keepalived 2.2.7 was seen to make.</summary>
public sealed class ScriptPlanTests
{
    private const string AllScripts = """
        notify_master /m
        notify_backup /b
        notify_fault /f
        notify_stop /s
        notify /any
        """;

    [Fact]
    public void Who_hears_a_lower_priority_runs_its_own_script_only()
    {
        VrrpInstanceConfig config = ConfLines.Instance(AllScripts + "\nnotify_master_rx_lower_pri /lower");
        ScriptStep step = Assert.Single(ScriptPlan.ForLowerPriority(config));
        Assert.Equal("/lower", step.Script.Path);
        Assert.Empty(step.Arguments);
    }

    [Theory]
    [InlineData(NotifiedState.Master, "notify_deleted /d", "/m", "/any INSTANCE VI_1 MASTER 150")]
    [InlineData(NotifiedState.Backup, "notify_deleted /d", "/b", "/any INSTANCE VI_1 BACKUP 150")]
    [InlineData(NotifiedState.Fault, "notify_deleted /d", "/f", "/any INSTANCE VI_1 FAULT 150")]
    [InlineData(NotifiedState.Stop, "notify_deleted /d", "/s", "/any INSTANCE VI_1 STOP 150")]
    [InlineData(NotifiedState.Deleted, "notify_deleted /d", "/d", "/any INSTANCE VI_1 DELETED 150")]
    [InlineData(NotifiedState.Deleted, "notify_deleted", "/any INSTANCE VI_1 DELETED 150")]
    [InlineData(NotifiedState.Deleted, "", "/any INSTANCE VI_1 FAULT 150")]
    public void An_instance_calls_the_specific_script_then_the_generic(
        NotifiedState state, string deleted, params string[] calls)
    {
        VrrpInstanceConfig config = ConfLines.Instance($"{AllScripts}\n{deleted}");

        Assert.Equal(calls, ScriptPlan.ForInstance(config, state, 150).Select(Call));
    }

    [Fact]
    public void A_group_has_priority_0_and_no_script_of_its_own_for_deletion()
    {
        VrrpSyncGroupConfig config = ConfLines.Group(AllScripts);

        Assert.Equal(["/m", "/any GROUP G MASTER 0"], ScriptPlan.ForGroup(config, NotifiedState.Master).Select(Call));
        Assert.Equal(["/any GROUP G DELETED 0"], ScriptPlan.ForGroup(config, NotifiedState.Deleted).Select(Call));
    }

    [Fact]
    public void Only_stop_scripts_have_a_limit_and_it_is_1_second()
    {
        VrrpInstanceConfig config = ConfLines.Instance(AllScripts);

        Assert.All(ScriptPlan.ForInstance(config, NotifiedState.Master, 1), step => Assert.Null(step.TimeLimit));
        TimeSpan? second = TimeSpan.FromSeconds(1);
        Assert.Equal(
            [second, second],
            ScriptPlan.ForInstance(config, NotifiedState.Stop, 1).Select(step => step.TimeLimit));
    }

    [Fact]
    public void Nothing_configured_calls_nothing() =>
        Assert.Empty(ScriptPlan.ForInstance(new VrrpInstanceConfig { Name = "A" }, NotifiedState.Master, 1));

    private static string Call(ScriptStep step) => string.Join(' ', [.. step.Script.Words, .. step.Arguments]);
}
