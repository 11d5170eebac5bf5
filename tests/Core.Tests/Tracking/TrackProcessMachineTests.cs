using Keepalived.Core.Tracking;
using static Keepalived.Core.Tracking.TrackProcessEffectKind;

namespace Keepalived.Core.Tests.Tracking;

public class TrackProcessMachineTests
{
    private static readonly TrackProcessParameters s_delayed = Configured("terminate_delay 2\nfork_delay 1");

    private readonly List<TrackProcessEffectKind> _effects = [];
    private TrackProcessState _state;

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void The_first_count_decides_at_once_whatever_the_delays(int count, bool isUp)
    {
        Count(s_delayed, count);

        Assert.Equal([NotifyStatus], _effects);
        Assert.Equal(isUp ? TrackStatus.Up : TrackStatus.Down, _state.Status);
    }

    [Theory]
    [InlineData("quorum 2", 1, false)]
    [InlineData("quorum 2", 2, true)]
    [InlineData("quorum 2\nquorum_max 3", 3, true)]
    [InlineData("quorum 2\nquorum_max 3", 4, false)]
    [InlineData("quorum_max 0", 0, true)]
    [InlineData("quorum_max 0", 1, false)]
    public void Quorum_is_between_its_bounds_and_none_at_all_with_a_maximum_of_0(
        string lines, int count, bool isQuorum) => Assert.Equal(isQuorum, Configured(lines).IsQuorum(count));

    [Theory]
    [InlineData("delay 2")]
    [InlineData("terminate_delay 2")]
    public void A_process_that_returns_within_the_delay_was_never_missed(string line)
    {
        TrackProcessParameters delayed = Configured(line);
        Count(delayed, 1);
        Count(delayed, 0);
        Assert.Equal([StartDelay], _effects);
        Assert.Equal(TrackProcessDelay.Terminate, _state.Delay);

        Count(delayed, 1);

        Assert.Equal([StopDelay], _effects);
        Assert.True(_state.Status.IsUp);
        Elapse(delayed);
        Assert.Empty(_effects);
    }

    [Fact]
    public void One_that_does_not_return_counts_as_missing_after_the_delay()
    {
        Count(s_delayed, 1);
        Count(s_delayed, 0);
        Elapse(s_delayed);

        Assert.Equal([NotifyStatus], _effects);
        Assert.Equal(TrackStatus.Down, _state.Status);
        Assert.Equal(TrackProcessDelay.None, _state.Delay);

        Count(s_delayed, 1);
        Assert.Equal(TrackProcessDelay.Fork, _state.Delay);
    }

    [Fact]
    public void Too_many_processes_wait_for_the_fork_delay()
    {
        TrackProcessParameters parameters = Configured("fork_delay 1\nquorum_max 1");
        Count(parameters, 1);
        Count(parameters, 2);
        Assert.Equal(TrackProcessDelay.Fork, _state.Delay);

        // More of the same does not start the delay anew.
        Count(parameters, 3);
        Assert.Empty(_effects);
    }

    [Fact]
    public void Without_delay_a_change_counts_at_once_and_a_number_that_changes_nothing_is_silent()
    {
        Count(new(), 1);
        Count(new(), 5);
        Assert.Empty(_effects);
        Count(new(), 0);
        Assert.Equal([NotifyStatus], _effects);
    }

    private static TrackProcessParameters Configured(string lines) => TrackProcessParameters.Of(
        ConfLines.File($"vrrp_track_process p {{\nprocess sleep\n{lines}\n}}\n").TrackProcesses[0]);

    private void Count(TrackProcessParameters parameters, int count)
    {
        _effects.Clear();
        _state = TrackProcessMachine.Counted(parameters, _state, count, _effects);
    }

    private void Elapse(TrackProcessParameters parameters)
    {
        _effects.Clear();
        _state = TrackProcessMachine.DelayElapsed(parameters, _state, _effects);
    }
}
