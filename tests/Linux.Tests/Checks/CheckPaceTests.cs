using Keepalived.Linux.Checks;

namespace Keepalived.Linux.Tests.Checks;

public sealed class CheckPaceTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void Nothing_waits_while_the_loop_keeps_up()
    {
        CheckPace pace = default;
        pace.MoveTo(100 * Millisecond, 100 * Millisecond);
        for (long now = 101 * Millisecond; now < 200 * Millisecond; now += Millisecond)
        {
            pace.MoveTo(now, now - (Millisecond / 2));

            Assert.Equal(now, pace.Position);
        }
    }

    [Fact]
    public void After_a_pause_with_nothing_to_do_the_next_timer_fires_at_once()
    {
        CheckPace pace = default;
        pace.MoveTo(Millisecond, 0);

        pace.MoveTo(60_000 * Millisecond, 59_999 * Millisecond);

        Assert.InRange(pace.Position, 59_999 * Millisecond, 60_000 * Millisecond);
    }

    /// <summary>A timer each millisecond, rounds each millisecond, and one time the loop stands still.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(60)]
    public void After_a_stand_still_checks_are_made_up_for_little_by_little(int stillFor)
    {
        CheckPace pace = default;
        long next = 1;
        List<long> fired = [];
        for (long now = 0; now < 2000; now += now == 500 ? stillFor : 1)
        {
            pace.MoveTo(now * Millisecond, next * Millisecond);
            for (; next * Millisecond <= pace.Position; next++)
            {
                fired.Add(now);
            }
        }

        Assert.Equal(1999, fired.Count);
        for (int i = 12; i < fired.Count; i++)
        {
            Assert.True(fired[i] - fired[i - 12] >= 9, $"13 within 9 ms at {fired[i]}");
        }
    }

    /// <summary>The machine lets the loop run only now and then.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(12)]
    [InlineData(25)]
    public void Where_every_round_comes_late_checks_do_not_fall_behind_for_good(int every)
    {
        CheckPace pace = default;
        long next = 1;
        for (long now = 0; now < 10_000; now += every)
        {
            pace.MoveTo(now * Millisecond, next * Millisecond);
            for (; next * Millisecond <= pace.Position; next++)
            {
            }

            Assert.True(now - next < 250, $"{now - next} ms behind at {now}");
        }
    }

    [Fact]
    public void A_long_stand_still_is_made_up_for_within_seconds()
    {
        CheckPace pace = default;
        long next = 1;
        for (long now = 0; now < 20_000; now += now == 1000 ? 10_000 : 1)
        {
            pace.MoveTo(now * Millisecond, next * Millisecond);
            for (; next * Millisecond <= pace.Position; next++)
            {
            }

            Assert.True(now < 14_000 || now - next < 50, $"{now - next} ms behind at {now}");
        }
    }

    [Fact]
    public void Loop_looks_again_a_millisecond_later_for_what_is_held_back()
    {
        CheckPace pace = default;
        pace.MoveTo(Millisecond, 0);
        pace.MoveTo(100 * Millisecond, 2 * Millisecond);

        Assert.Equal(101 * Millisecond, pace.WakeAt(50 * Millisecond, 100 * Millisecond));
        Assert.Equal(150 * Millisecond, pace.WakeAt(150 * Millisecond, 100 * Millisecond));
        Assert.Equal(2 * Millisecond, pace.WakeAt(2 * Millisecond, 100 * Millisecond));
    }
}
