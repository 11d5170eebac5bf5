using Keepalived.Linux.Sockets;

namespace Keepalived.Linux.Tests.Sockets;

public sealed class ArrivalDensityTests
{
    private const long Millisecond = 1_000_000;

    private ArrivalDensity _density;
    private long _now = 3600_000 * Millisecond;
    private long _total;

    [Fact]
    public void Single_datagrams_and_short_bursts_are_not_dense()
    {
        Arrive(rounds: 100, each: 1, every: 10 * Millisecond);
        Assert.False(_density.IsHigh);

        // 255 instances each second, in one burst.
        for (int i = 0; i < 5; i++)
        {
            Arrive(rounds: 16, each: 16, every: Millisecond / 10);
            Arrive(rounds: 1, each: 1, every: 1000 * Millisecond);
        }

        Arrive(rounds: 40, each: 1, every: 100 * Millisecond);
        Assert.False(_density.IsHigh);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Steady_thousands_each_second_are_dense_also_when_they_are_read_together(int each)
    {
        Arrive(rounds: 200, each, every: each * Millisecond * 4 / 10);
        Assert.True(_density.IsHigh);

        Arrive(rounds: 200, each: 3, every: Millisecond * 12 / 10);
        Assert.True(_density.IsHigh);
    }

    [Fact]
    public void Density_ends_with_the_arrivals()
    {
        Arrive(rounds: 200, each: 3, every: Millisecond);
        Arrive(rounds: 20, each: 0, every: 100 * Millisecond);

        Assert.False(_density.IsHigh);
    }

    [Fact]
    public void Rounds_that_read_nothing_change_nothing()
    {
        for (int i = 0; i < 200; i++)
        {
            Arrive(rounds: 9, each: 0, every: Millisecond / 10);
            Arrive(rounds: 1, each: 2, every: Millisecond / 10);
        }

        Assert.True(_density.IsHigh);
    }

    private void Arrive(int rounds, int each, long every)
    {
        for (int i = 0; i < rounds; i++)
        {
            _now += every;
            _total += each;
            _density.Count(_total, _now);
        }
    }
}
