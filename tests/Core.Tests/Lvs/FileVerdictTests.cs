using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Core.Tests.Lvs;

public sealed class FileVerdictTests
{
    [Theory]
    [InlineData(0, false, 0, true, 0)]
    [InlineData(0, false, 1, false, 0)]
    [InlineData(0, false, -1, false, 0)]
    [InlineData(0, true, 0, false, 0)]
    [InlineData(0, true, 1, true, 0)]
    [InlineData(1, false, 7, true, 7)]
    [InlineData(3, false, -7, true, -21)]
    [InlineData(3, true, -7, true, 21)]
    [InlineData(2, false, -40000, true, -80000)]
    [InlineData(65535, false, -32768, true, -2147450880)]
    [InlineData(65535, false, -32769, false, int.MinValue)]
    [InlineData(65535, false, int.MinValue, false, int.MinValue)]
    [InlineData(65535, false, int.MaxValue, true, int.MaxValue)]
    public void Number_and_weight_decide(int weight, bool reverse, int number, bool passed, int product)
    {
        CheckerConfig.File checker = new("numbers") { Weight = weight, Reverse = reverse };

        Assert.Equal(new CheckResult(passed, CheckReason.FileValue, product), FileVerdict.Of(checker, number));
    }
}
