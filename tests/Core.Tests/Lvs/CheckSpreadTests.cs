using Keepalived.Core.Lvs;

namespace Keepalived.Core.Tests.Lvs;

public sealed class CheckSpreadTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(10_000)]
    public void However_many_checkers_start_they_fill_the_interval_evenly(int count)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            CheckSpread spread = new(seed);
            const int parts = 100;
            int[] filled = new int[parts];
            for (int i = 0; i < count; i++)
            {
                double fraction = spread.Next();
                Assert.InRange(fraction, 0, 1);
                filled[(int)(fraction * parts)]++;
            }

            Assert.InRange(filled.Max(), 1, (count / parts) + 3);
        }
    }
}
