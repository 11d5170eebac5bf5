using Keepalived.Config.Model;
using Keepalived.Core.Notify;

namespace Keepalived.Core.Tests.Notify;

/// <summary>The calls that keepalived 2.2.7 was seen to make.</summary>
public sealed class ScriptPlanTests
{
    private static readonly NotifyScriptsConfig AllScripts = new()
    {
        Master = Script("m"),
        Backup = Script("b"),
        Fault = Script("f"),
        Stop = Script("s"),
        Deleted = Script("d"),
        Any = Script("any"),
    };

    [Fact]
    public void Who_hears_a_lower_priority_runs_its_own_script_only()
    {
        VrrpInstanceConfig config = new()
        {
            Name = "A",
            Notify = AllScripts with { MasterReceivesLowerPriority = Script("lower") },
        };
        ScriptStep step = Assert.Single(ScriptPlan.ForLowerPriority(config));
        Assert.Equal("lower", step.Script.Path);
        Assert.Empty(step.Arguments);
    }

    [Theory]
    [InlineData(NotifiedState.Master, true, "m", "any INSTANCE A MASTER 150")]
    [InlineData(NotifiedState.Backup, true, "b", "any INSTANCE A BACKUP 150")]
    [InlineData(NotifiedState.Fault, true, "f", "any INSTANCE A FAULT 150")]
    [InlineData(NotifiedState.Stop, true, "s", "any INSTANCE A STOP 150")]
    [InlineData(NotifiedState.Deleted, true, "d", "any INSTANCE A DELETED 150")]
    [InlineData(NotifiedState.Deleted, false, "any INSTANCE A FAULT 150")]
    public void An_instance_calls_the_specific_script_then_the_generic(
        NotifiedState state, bool notifyDeleted, params string[] calls)
    {
        VrrpInstanceConfig config = new() { Name = "A", Notify = AllScripts, NotifyDeleted = notifyDeleted };

        Assert.Equal(calls, ScriptPlan.ForInstance(config, state, 150).Select(Call));
    }

    [Fact]
    public void A_group_has_priority_0_and_no_script_of_its_own_for_deletion()
    {
        VrrpSyncGroupConfig config = new() { Name = "G", Notify = AllScripts };

        Assert.Equal(["m", "any GROUP G MASTER 0"], ScriptPlan.ForGroup(config, NotifiedState.Master).Select(Call));
        Assert.Equal(["any GROUP G DELETED 0"], ScriptPlan.ForGroup(config, NotifiedState.Deleted).Select(Call));
    }

    [Fact]
    public void Only_stop_scripts_have_a_limit_and_it_is_1_second()
    {
        VrrpInstanceConfig config = new() { Name = "A", Notify = AllScripts };

        Assert.All(ScriptPlan.ForInstance(config, NotifiedState.Master, 1), step => Assert.Null(step.TimeLimit));
        Assert.All(
            ScriptPlan.ForInstance(config, NotifiedState.Stop, 1),
            step => Assert.Equal(TimeSpan.FromSeconds(1), step.TimeLimit));
    }

    [Fact]
    public void Nothing_configured_calls_nothing() =>
        Assert.Empty(ScriptPlan.ForInstance(new VrrpInstanceConfig { Name = "A" }, NotifiedState.Master, 1));

    private static NotifyScriptConfig Script(string name) => new([name]);

    private static string Call(ScriptStep step) => string.Join(' ', [.. step.Script.Words, .. step.Arguments]);
}
