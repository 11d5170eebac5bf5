using System.Globalization;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Core.Tests.Lvs;

/// <summary>
/// Each test feeds results (+ passed, - failed) and reads when the next attempt came and what was told.
/// </summary>
public sealed class CheckerMachineTests
{
    private static readonly CheckerParameters Parameters =
        new(2, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));

    [Fact]
    public void First_check_decides_at_once_and_later_failures_are_retried()
    {
        Assert.Equal(
            "+up 10 - 1 - 1 -down 10 - 10 - 10 +up 10 - 1 +10",
            Run(Parameters, "+---" + "--" + "+" + "-+"));
        Assert.Equal("-down 10 - 10 +up 10", Run(Parameters, "--+"));
    }

    [Fact]
    public void Retry_0_fails_at_the_first_failure() =>
        Assert.Equal("+up 10 -down 10 +up 10", Run(Parameters with { Retry = 0 }, "+-+"));

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 0)]
    public void Every_failure_is_noted_if_asked_for(bool asked, int notes)
    {
        CheckerParameters parameters = Parameters with { LogAllFailures = asked };
        CheckerState state = CheckerMachine.Initial(default);
        List<CheckerEffect> effects = [];
        state = CheckerMachine.Handle(parameters, state, CheckerEvent.Startup(0), TimeSpan.Zero, effects);
        foreach (bool passes in new[] { true, false, false, false })
        {
            state = CheckerMachine.Handle(
                parameters, state, CheckerEvent.TimerFired(state.Generation), TimeSpan.Zero, effects);
            CheckResult result = new(passes, CheckReason.Connected);
            state = CheckerMachine.Handle(
                parameters, state, CheckerEvent.Completed(state.Generation, result), TimeSpan.Zero, effects);
        }

        Assert.Equal(notes, effects.Count(static effect => effect.Note == CheckerNote.AttemptFailed));
        Assert.False(state.IsUp);
    }

    [Fact]
    public void Success_between_failures_starts_the_count_again() =>
        Assert.Equal("+up 10 - 1 - 1 +10 - 1 - 1 +10", Run(Parameters, "+--+--+"));

    [Fact]
    public void Urls_are_tested_in_turn_and_a_recovered_one_tests_all_again()
    {
        CheckerParameters two = Parameters with { Steps = 2, RetestsAll = true };

        Assert.Equal(
            "0+10 1+up 10 0+10 1- 1 1- 1 1-down 10 1- 10 1+10 0+10 1+up 10",
            Run(two, "++" + "+---" + "-" + "+" + "++"));
    }

    [Fact]
    public void Fast_recovery_leaves_no_pause_between_the_urls()
    {
        CheckerParameters two = Parameters with { Steps = 2, RetestsAll = true, FastRecovery = true };

        Assert.Equal("0-down 10 0+0 0+0 1+up 10 0+10 1+10", Run(two, "-+++" + "++"));
    }

    [Fact]
    public void Web_check_with_one_url_needs_two_successes_to_come_back() =>
        Assert.Equal("-down 10 +10 +up 10", Run(Parameters with { RetestsAll = true }, "-++"));

    [Fact]
    public void Longer_pause_before_retry_counts_while_several_urls_are_down() =>
        Assert.Equal(
            "0-down 10 0- 30",
            Run(Parameters with { Steps = 2, RetestsAll = true, DelayBeforeRetry = TimeSpan.FromSeconds(30) }, "--"));

    [Fact]
    public void Scripts_are_paced_from_start_to_start()
    {
        // Each attempt takes 4 s.
        Assert.Equal(
            "+up 6 - 0 - 0 -down 6",
            Run(Parameters with { FromStart = true }, "+---", attempt: TimeSpan.FromSeconds(4)));
    }

    [Fact]
    public void A_server_that_answers_quickly_is_asked_once_in_each_interval_and_a_slow_one_an_interval_later()
    {
        Assert.Equal("+up 8 +8", Run(Parameters, "++", attempt: TimeSpan.FromSeconds(2)));
        Assert.Equal("+up 10 +10", Run(Parameters, "++", attempt: TimeSpan.FromSeconds(6)));
        // The pauses before the retries begin with the end of an attempt, however short that was.
        Assert.Equal("+up 8 - 1 - 1 -down 8", Run(Parameters, "+---", attempt: TimeSpan.FromSeconds(2)));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(5, false)]
    [InlineData(10, true)]
    [InlineData(60, true)]
    public void First_check_has_its_place_in_the_interval_if_the_warmup_is_long_enough(int warmup, bool regular)
    {
        List<CheckerEffect> effects = [];
        CheckerParameters parameters = Parameters with { Warmup = TimeSpan.FromSeconds(warmup) };

        CheckerMachine.Handle(
            parameters, CheckerMachine.Initial(default), CheckerEvent.Startup(0.25), TimeSpan.Zero, effects);

        Assert.Equal(regular, effects.Single(e => e.Kind == CheckerEffectKind.StartTimer).Regular);
    }

    [Fact]
    public void Warmup_spreads_the_first_check()
    {
        List<CheckerEffect> effects = [];

        CheckerMachine.Handle(
            Parameters, CheckerMachine.Initial(default), CheckerEvent.Startup(0.25), TimeSpan.Zero, effects);

        Assert.Equal(TimeSpan.FromSeconds(2.5), effects.Single(e => e.Kind == CheckerEffectKind.StartTimer).After);
    }

    [Fact]
    public void Alpha_checker_that_fails_tells_so_once() =>
        Assert.Equal("-down 10 - 10 +up 10", Run(Parameters, "--+", alpha: true));

    [Fact]
    public void Checker_that_was_down_before_its_restart_is_quiet_until_it_changes()
    {
        Assert.Equal("- 10 +up 10", Run(Parameters, "-+", standing: new CheckerStanding(true, true, 0)));
        Assert.Equal("+10", Run(Parameters, "+", standing: new CheckerStanding(false, true, 0)));
    }

    [Fact]
    public void Exit_status_sets_the_weight_relative_to_the_configured_one()
    {
        List<CheckerEffect> effects = [];
        CheckerParameters dynamic = Parameters with { Dynamic = true, ConfiguredWeight = 3 };
        CheckerState state = CheckerMachine.Initial(default);
        List<long> deltas = [];
        state = CheckerMachine.Handle(dynamic, state, CheckerEvent.Startup(0), TimeSpan.Zero, effects);
        foreach (int status in (int[])[12, 12, 2, 255, 0])
        {
            effects.Clear();
            state = CheckerMachine.Handle(
                dynamic, state, CheckerEvent.TimerFired(state.Generation), TimeSpan.Zero, effects);
            CheckResult result = CheckResult.Pass(CheckReason.Exited, status);
            state = CheckerMachine.Handle(
                dynamic, state, CheckerEvent.Completed(state.Generation, result), TimeSpan.Zero, effects);
            deltas.AddRange(effects.Where(e => e.Kind == CheckerEffectKind.ReportWeight).Select(e => e.WeightDelta));
        }

        Assert.Equal([7, -3, 250, 0], deltas);
    }

    [Fact]
    public void Stale_timers_and_attempts_are_ignored()
    {
        List<CheckerEffect> effects = [];
        CheckerState waiting = CheckerMachine.Handle(
            Parameters, CheckerMachine.Initial(default), CheckerEvent.Startup(0), TimeSpan.Zero, effects);
        CheckerState running = CheckerMachine.Handle(
            Parameters, waiting, CheckerEvent.TimerFired(waiting.Generation), TimeSpan.Zero, effects);
        effects.Clear();

        Assert.Equal(running, Handle(CheckerEvent.TimerFired(waiting.Generation)));
        Assert.Equal(running, Handle(CheckerEvent.Completed(waiting.Generation, CheckResult.Fail(CheckReason.None))));
        Assert.Equal(running, Handle(CheckerEvent.Startup(0)));
        Assert.Empty(effects);

        CheckerState Handle(CheckerEvent e) => CheckerMachine.Handle(Parameters, running, e, TimeSpan.Zero, effects);
    }

    [Fact]
    public void Suspended_checker_drops_its_attempt_and_resumes_with_a_warmup()
    {
        List<CheckerEffect> effects = [];
        CheckerState state = CheckerMachine.Initial(default);
        state = CheckerMachine.Handle(Parameters, state, CheckerEvent.Startup(0), TimeSpan.Zero, effects);
        state = CheckerMachine.Handle(
            Parameters, state, CheckerEvent.TimerFired(state.Generation), TimeSpan.Zero, effects);
        int attempt = state.Generation;
        effects.Clear();

        state = CheckerMachine.Handle(Parameters, state, CheckerEvent.Suspended, TimeSpan.Zero, effects);
        Assert.Contains(effects, e => e.Kind == CheckerEffectKind.CancelAttempt && e.Generation == attempt);
        state = CheckerMachine.Handle(
            Parameters,
            state,
            CheckerEvent.Completed(attempt, CheckResult.Fail(CheckReason.None)),
            TimeSpan.Zero,
            effects);
        Assert.Equal(CheckerPhase.Suspended, state.Phase);
        effects.Clear();
        CheckerMachine.Handle(Parameters, state, CheckerEvent.Resumed(0.5), TimeSpan.Zero, effects);

        Assert.Equal(TimeSpan.FromSeconds(5), effects.Single(e => e.Kind == CheckerEffectKind.StartTimer).After);
    }

    /// <summary>
    /// Plays the results; gives for each: the step (if there are several), the sign, up or down when told, and the
    /// seconds until the next attempt.
    /// </summary>
    private static string Run(
        CheckerParameters parameters,
        string results,
        TimeSpan attempt = default,
        bool alpha = false,
        CheckerStanding? standing = null)
    {
        List<CheckerEffect> effects = [];
        List<string> told = [];
        TimeSpan now = TimeSpan.Zero;
        CheckerState state = CheckerMachine.Initial(standing ?? new CheckerStanding(alpha, false, 0));
        state = CheckerMachine.Handle(parameters, state, CheckerEvent.Startup(0), now, effects);
        foreach (char sign in results)
        {
            state = CheckerMachine.Handle(parameters, state, CheckerEvent.TimerFired(state.Generation), now, effects);
            int step = effects.Last(e => e.Kind == CheckerEffectKind.StartAttempt).Step;
            effects.Clear();
            now += attempt;
            CheckResult result = sign == '+'
                ? CheckResult.Pass(CheckReason.Connected)
                : CheckResult.Fail(CheckReason.ConnectFailed);
            state = CheckerMachine.Handle(
                parameters, state, CheckerEvent.Completed(state.Generation, result), now, effects);
            CheckerEffect report = effects.FirstOrDefault(e => e.Kind == CheckerEffectKind.Report);
            bool reported = report.Kind == CheckerEffectKind.Report;
            TimeSpan after = effects.Single(e => e.Kind == CheckerEffectKind.StartTimer).After;
            string text = (parameters.Steps > 1 ? step.ToString(CultureInfo.InvariantCulture) : "") + sign
                + (!reported ? sign == '-' ? " " : "" : report.Passed ? "up " : "down ");
            told.Add(text + after.TotalSeconds.ToString(CultureInfo.InvariantCulture));
            now += after;
        }

        return string.Join(' ', told);
    }
}
