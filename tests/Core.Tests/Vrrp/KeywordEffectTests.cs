using Keepalived.Config;
using Keepalived.Config.Host;
using Keepalived.Config.Model;
using Keepalived.Core.Tests.Conformance;
using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Tests.Vrrp;

/// <summary>From the line in the file to what the virtual router does: with it, and not without it.</summary>
public class KeywordEffectTests
{
    private static readonly ConfigLoaderOptions Options = new()
    {
        Environment = new AssumedConfigEnvironment("keyword"),
    };

    [Theory]
    [InlineData("garp_master_delay 7", VrrpState.Backup, "timer MasterDown; installed", "start AnnounceDelay 7s")]
    [InlineData("garp_master_repeat 3", VrrpState.Backup, "timer MasterDown; installed", "announce rounds=3")]
    [InlineData("garp_master_refresh 9", VrrpState.Backup, "timer MasterDown; installed", "start AnnounceRefresh 9s")]
    [InlineData("garp_lower_prio_delay 6", VrrpState.Master, "advertisement priority=50", "start AnnounceDelay 6s")]
    [InlineData("garp_lower_prio_repeat 2", VrrpState.Master, "advertisement priority=50", "announce rounds=2")]
    [InlineData("down_timer_adverts 10", VrrpState.Initialize, "startup", "start MasterDown 10609.375ms")]
    [InlineData("advert_int 3", VrrpState.Initialize, "startup", "start MasterDown 9609.375ms")]
    [InlineData("priority 200", VrrpState.Initialize, "startup", "start MasterDown 3218.75ms")]
    [InlineData("preempt_delay 30", VrrpState.Backup, "advertisement priority=50", "start PreemptDelay 30s")]
    [InlineData("nopreempt", VrrpState.Backup, "advertisement priority=50", "start MasterDown 3609.375ms")]
    [InlineData(
        "higher_prio_send_advert", VrrpState.Master, "advertisement priority=200", "send advertisement priority=100")]
    public void A_keyword_of_an_instance_changes_what_its_virtual_router_does(
        string line, VrrpState state, string story, string seen)
    {
        Assert.Contains(seen, Play(line, state, story));
        Assert.DoesNotContain(seen, Play("", state, story));
    }

    [Theory]
    [InlineData("vrrp_garp_master_delay 7", VrrpState.Backup, "timer MasterDown; installed", "start AnnounceDelay 7s")]
    [InlineData("vrrp_garp_master_repeat 3", VrrpState.Backup, "timer MasterDown; installed", "announce rounds=3")]
    [InlineData(
        "vrrp_garp_master_refresh 9", VrrpState.Backup, "timer MasterDown; installed", "start AnnounceRefresh 9s")]
    [InlineData("vrrp_min_garp", VrrpState.Backup, "timer MasterDown; installed", "announce rounds=1")]
    [InlineData(
        "vrrp_garp_lower_prio_delay 6", VrrpState.Master, "advertisement priority=50", "start AnnounceDelay 6s")]
    [InlineData("vrrp_garp_lower_prio_repeat 2", VrrpState.Master, "advertisement priority=50", "announce rounds=2")]
    [InlineData("vrrp_down_timer_adverts 10", VrrpState.Initialize, "startup", "start MasterDown 10609.375ms")]
    [InlineData(
        "vrrp_higher_prio_send_advert", VrrpState.Master, "advertisement priority=200",
        "send advertisement priority=100")]
    public void A_global_default_changes_what_virtual_routers_do(
        string line, VrrpState state, string story, string seen)
    {
        Assert.Contains(seen, Play("", state, story, line));
        Assert.DoesNotContain(seen, Play("", state, story));
    }

    [Fact]
    public void Of_preempt_and_nopreempt_the_last_one_counts()
    {
        const string story = "advertisement priority=50";
        IReadOnlyList<string> preempts = Play("", VrrpState.Backup, story);
        Assert.NotEqual(preempts, Play("nopreempt", VrrpState.Backup, story));
        Assert.Equal(preempts, Play("nopreempt\n preempt", VrrpState.Backup, story));
    }

    [Fact]
    public void An_owner_that_is_told_to_begin_as_Backup_waits_as_long_as_any_other()
    {
        Assert.Contains("start MasterDown 0.001ms", Play("priority 255", VrrpState.Initialize, "startup"));
        Assert.DoesNotContain(
            "start MasterDown 0.001ms", Play("priority 255\nstate BACKUP", VrrpState.Initialize, "startup"));
    }

    [Fact]
    public void Lower_prio_no_advert_keeps_a_Master_silent()
    {
        const string answer = "send advertisement priority=100";
        const string story = "advertisement priority=50";
        Assert.Contains(answer, Play("", VrrpState.Master, story));
        Assert.DoesNotContain(answer, Play("lower_prio_no_advert", VrrpState.Master, story));
        Assert.DoesNotContain(answer, Play("", VrrpState.Master, story, "vrrp_lower_prio_no_advert"));
    }

    [Fact]
    public void Garp_master_refresh_repeat_counts_the_rounds_of_each_refresh()
    {
        const string story = "timer AnnounceRefresh";
        Assert.Contains("announce rounds=1", Play("garp_master_refresh 9", VrrpState.Master, story));
        Assert.Contains(
            "announce rounds=4",
            Play("garp_master_refresh 9\n garp_master_refresh_repeat 4", VrrpState.Master, story));
        Assert.Contains(
            "announce rounds=4",
            Play("garp_master_refresh 9", VrrpState.Master, story, "vrrp_garp_master_refresh_repeat 4"));
    }

    [Theory]
    [InlineData("timer_expired_backup 100")]
    [InlineData("thread_timer_expired 100")]
    public void Timer_expired_backup_limits_the_silence_of_a_Master(string line)
    {
        Assert.Equal(TimeSpan.FromMilliseconds(3609.375), Parameters("nopreempt\n " + line).LongestSilence);
        Assert.Null(Parameters("nopreempt").LongestSilence);
    }

    private static IReadOnlyList<string> Play(string line, VrrpState state, string story, string globals = "")
    {
        var world = new ScenarioWorld(Parameters(line, globals), state);
        IReadOnlyList<string> then = [];
        foreach (string when in story.Split("; "))
        {
            then = world.When(when);
        }

        return then;
    }

    private static VrrpParameters Parameters(string line, string globals = "")
    {
        string text = $"global_defs {{\n{globals}\n}}\n"
            + "vrrp_instance A {\n interface eth0\n virtual_router_id 1\n version 2\n"
            + $" virtual_ipaddress {{\n 10.0.0.9\n }}\n {line}\n}}\n";
        VrrpInstanceConfig config = ConfigLoader.Parse(text, "keyword.conf", Options).Config.Instances[0];
        return VrrpParametersFactory.Create(config, inSyncGroup: false);
    }
}
