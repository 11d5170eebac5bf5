using Keepalived.Core.Lvs;

namespace Keepalived.Core.Tests.Lvs;

/// <summary>A reload gives a running checker other times.</summary>
public sealed class CheckerRetimeTests
{
    private static readonly CheckerParameters Parameters =
        new(3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));

    private readonly List<CheckerEffect> _effects = [];
    private CheckerParameters _parameters = Parameters;
    private CheckerState _state = CheckerMachine.Initial(default);
    private TimeSpan _now;

    [Fact]
    public void Retries_in_progress_go_on_where_they_were()
    {
        Start("+--");

        Retime(Parameters with { DelayBeforeRetry = TimeSpan.FromSeconds(5) });

        Assert.Equal(2u, _state.Retries);
        Attempt('-');
        Assert.True(_state.IsUp);
        Attempt('-');
        Assert.False(_state.IsUp);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void When_fewer_retries_are_forgiven_than_were_made_the_next_failure_decides(uint retry)
    {
        Start("+--");

        Retime(Parameters with { Retry = retry });

        Assert.True(_state.IsUp);
        Assert.Equal(retry, _state.Retries);
        Attempt('-');
        Assert.False(_state.IsUp);
    }

    [Fact]
    public void When_more_are_forgiven_those_made_count()
    {
        Start("+---");

        Retime(Parameters with { Retry = 4 });

        Attempt('-');
        Assert.True(_state.IsUp);
        Attempt('-');
        Assert.False(_state.IsUp);
    }

    [Fact]
    public void The_attempt_under_way_goes_on_and_counts()
    {
        Start("+--");
        Handle(CheckerEvent.TimerFired(_state.Generation));
        int attempt = _state.Generation;

        Retime(Parameters with { Retry = 2 });

        Assert.DoesNotContain(_effects, static effect => effect.Kind == CheckerEffectKind.CancelAttempt);
        Handle(CheckerEvent.Completed(attempt, CheckResult.Fail(CheckReason.ConnectFailed)));
        Assert.False(_state.IsUp);
    }

    [Theory]
    [InlineData("+", 4, 20, 16)]
    [InlineData("+", 4, 5, 1)]
    [InlineData("+", 4, 3, 0)]
    [InlineData("+--", 0.5, 20, 0.5)]
    public void The_pause_is_as_if_it_had_always_been_so(string results, double passed, double interval, double rest)
    {
        Start(results);
        _now += TimeSpan.FromSeconds(passed);

        Retime(Parameters with { DelayLoop = TimeSpan.FromSeconds(interval) });

        Assert.Equal(TimeSpan.FromSeconds(rest), Timer().After);
    }

    [Fact]
    public void So_is_the_warmup_with_its_part()
    {
        Handle(CheckerEvent.Startup(0.5));
        _now += TimeSpan.FromSeconds(4);

        Retime(Parameters with { Warmup = TimeSpan.FromSeconds(20) }, fraction: 0.5);

        Assert.Equal(TimeSpan.FromSeconds(6), Timer().After);
    }

    [Fact]
    public void The_timer_from_before_means_nothing_any_more()
    {
        Start("+-");
        int before = _state.Generation;

        Retime(Parameters with { DelayBeforeRetry = TimeSpan.FromSeconds(5) });
        Handle(CheckerEvent.TimerFired(before));

        Assert.Empty(_effects);
    }

    [Fact]
    public void What_is_over_for_the_interval_takes_its_place_among_the_others()
    {
        Start("+");
        _now += TimeSpan.FromSeconds(9);

        Retime(Parameters with { DelayLoop = TimeSpan.FromSeconds(2) });

        Assert.True(Timer().Regular);
    }

    [Theory]
    [InlineData(CheckerPhase.Suspended)]
    [InlineData(CheckerPhase.Stopped)]
    public void A_checker_that_does_not_run_is_not_started(CheckerPhase phase)
    {
        Start("+-");
        Handle(phase == CheckerPhase.Suspended ? CheckerEvent.Suspended : CheckerEvent.Shutdown);

        Retime(Parameters with { DelayLoop = TimeSpan.FromSeconds(2) });

        Assert.Equal((phase, 0), (_state.Phase, _effects.Count));
    }

    private CheckerEffect Timer() => _effects.Single(static effect => effect.Kind == CheckerEffectKind.StartTimer);

    private void Start(string results)
    {
        Handle(CheckerEvent.Startup(0));
        foreach (char sign in results)
        {
            Attempt(sign);
        }
    }

    private void Attempt(char sign)
    {
        Handle(CheckerEvent.TimerFired(_state.Generation));
        Handle(CheckerEvent.Completed(_state.Generation, new CheckResult(sign == '+', CheckReason.Connected)));
    }

    private void Retime(CheckerParameters parameters, double fraction = 0)
    {
        _parameters = parameters;
        Handle(CheckerEvent.Retimed(fraction));
    }

    private void Handle(CheckerEvent e)
    {
        _effects.Clear();
        _state = CheckerMachine.Handle(_parameters, _state, e, _now, _effects);
    }
}
