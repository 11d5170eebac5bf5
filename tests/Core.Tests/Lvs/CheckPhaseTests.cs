using Keepalived.Core.Lvs;

namespace Keepalived.Core.Tests.Lvs;

public sealed class CheckPhaseTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(10.2, 0.25, 9.25)]
    [InlineData(10.25, 0.25, 10.25)]
    [InlineData(10.9, 0.25, 10.25)]
    [InlineData(0.1, 0.75, -0.25)]
    public void Last_time_of_the_place_is_found(double notAfter, double fraction, double expected) =>
        Assert.Equal(
            TimeSpan.FromSeconds(expected), CheckPhase.Latest(TimeSpan.FromSeconds(notAfter), s_second, fraction));

    [Fact]
    public void An_interval_after_a_check_in_its_place_is_the_next_one()
    {
        TimeSpan odd = TimeSpan.FromTicks(12_345_679);
        TimeSpan due = CheckPhase.Latest(TimeSpan.FromDays(3), odd, 0.6180339887);
        for (int i = 0; i < 1000; i++)
        {
            TimeSpan next = CheckPhase.Latest(due + odd, odd, 0.6180339887);
            Assert.Equal(due + odd, next);
            due = next;
        }
    }

    /// <summary>They start one after the other at irregular times, as while a configuration loads.</summary>
    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(2000)]
    public void A_thousand_checks_a_second_do_not_bunch_however_they_were_started(int count)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            Random random = new(seed);
            CheckSpread spread = new(seed);
            TimeSpan interval = s_second * count / 1000;
            TimeSpan started = TimeSpan.FromSeconds(77);
            List<double> times = [];
            for (int i = 0; i < count; i++)
            {
                started += TimeSpan.FromMilliseconds(random.NextDouble() * random.Next(4));
                TimeSpan due = CheckPhase.Latest(started + interval, interval, spread.Next());
                times.Add(due.TotalMilliseconds % interval.TotalMilliseconds);
            }

            times.Sort();
            for (int i = 14; i < count; i++)
            {
                Assert.True(times[i] - times[i - 14] > 10, $"seed {seed}: 15 within 10 ms");
            }
        }
    }
}
