using Keepalived.Config.Model;

namespace Keepalived.Core.Lvs;

/// <summary>What the number in a tracked file means for a real server (FILE_CHECK).</summary>
public static class FileVerdict
{
    /// <summary>
    /// A product as low as this, or lower, takes the server down; above it the server stays in the pool, if only with
    /// weight 0.
    /// </summary>
    public const long FaultLimit = int.MinValue;

    /// <summary>
    /// Without a weight any number but 0 is a failure (reversed: 0 is); with one the product of both is added to the
    /// weight of the server. The value of the result is that product.
    /// </summary>
    public static CheckResult Of(CheckerConfig.File checker, int number)
    {
        if (checker.Weight == 0)
        {
            bool passed = number == 0 != checker.Reverse;
            return new CheckResult(passed, CheckReason.FileValue);
        }

        long product = (long)number * checker.Weight * (checker.Reverse ? -1 : 1);
        int bounded = (int)Math.Clamp(product, int.MinValue, int.MaxValue);
        return new CheckResult(product > FaultLimit, CheckReason.FileValue, bounded);
    }
}
