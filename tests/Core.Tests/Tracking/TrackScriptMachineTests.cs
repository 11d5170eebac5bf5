using Keepalived.Core.Tracking;
using static Keepalived.Core.Tracking.TrackScriptEventKind;

namespace Keepalived.Core.Tests.Tracking;

public class TrackScriptMachineTests
{
    private readonly List<TrackScriptEffectKind> _effects = [];
    private TrackScriptParameters _parameters = Configured("rise 2\nfall 3");
    private TrackScriptState _state;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_first_result_decides_alone(bool succeeds)
    {
        Run(succeeds);

        Assert.Equal(succeeds ? TrackStatus.Up : TrackStatus.Down, _state.Status);
        Assert.Contains(TrackScriptEffectKind.NotifyStatus, _effects);
    }

    [Fact]
    public void It_takes_fall_failures_in_a_row_to_go_down()
    {
        Run(true, false, false);
        Assert.True(_state.Status.IsUp);

        Run(true, false, false);
        Assert.True(_state.Status.IsUp);

        Run(false);
        Assert.False(_state.Status.IsUp);
    }

    [Fact]
    public void It_takes_rise_successes_in_a_row_to_come_up()
    {
        Run(false, true, false, true);
        Assert.False(_state.Status.IsUp);

        Run(true);
        Assert.True(_state.Status.IsUp);
    }

    [Fact]
    public void With_init_fail_it_has_to_rise_first()
    {
        _parameters = Configured("rise 2\ninit_fail");
        _state = TrackScriptState.Initial(_parameters);
        Assert.Equal(TrackStatus.Down, _state.Status);

        Run(true);
        Assert.False(_state.Status.IsUp);

        Run(true);
        Assert.True(_state.Status.IsUp);
    }

    [Fact]
    public void The_same_status_again_is_no_news()
    {
        Run(true, true, true);

        Assert.Single(_effects, TrackScriptEffectKind.NotifyStatus);
    }

    [Fact]
    public void A_script_that_still_runs_is_not_started_again()
    {
        Handle(IntervalElapsed);
        Handle(IntervalElapsed);

        Assert.Single(_effects, TrackScriptEffectKind.Run);
        Assert.Single(_effects, TrackScriptEffectKind.LogOverrun);
        Assert.Equal(2, _effects.Count(effect => effect == TrackScriptEffectKind.StartInterval));

        Handle(Succeeded);
        Handle(IntervalElapsed);
        Assert.Equal(2, _effects.Count(effect => effect == TrackScriptEffectKind.Run));
    }

    [Fact]
    public void Without_a_timeout_it_has_one_interval()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), Configured("interval 5").EffectiveTimeout);
        Assert.Equal(TimeSpan.FromSeconds(2), Configured("interval 5\ntimeout 2").EffectiveTimeout);
    }

    private static TrackScriptParameters Configured(string lines) => TrackScriptParameters.Of(
        ConfLines.File($"vrrp_script check {{\nscript /bin/true\n{lines}\n}}\n").Scripts[0]);

    private void Run(params ReadOnlySpan<bool> results)
    {
        foreach (bool succeeds in results)
        {
            Handle(IntervalElapsed);
            Handle(succeeds ? Succeeded : Failed);
        }
    }

    private void Handle(TrackScriptEventKind e) =>
        _state = TrackScriptMachine.Handle(_parameters, _state, e, _effects);
}
