namespace Keepalived.Core.Lvs;

/// <summary>
/// Parts of <c>warmup</c>, one for each checker that starts. Drawn at random they would bunch (of 1,000 checks a second
/// up to 20 within 10 ms); multiples of the golden ratio fill the interval evenly, however many they are, and the
/// random start keeps directors apart from each other.
/// </summary>
public sealed class CheckSpread(int seed)
{
    /// <summary>
    /// Fraction of the golden ratio: the number that is worst to approximate, so its multiples keep apart.
    /// </summary>
    private const double GoldenFraction = 0.6180339887498949;

    private readonly double _offset = new Random(seed).NextDouble();
    private long _count;

    /// <summary>0..1, never the same. From any thread.</summary>
    public double Next()
    {
        double value = _offset + (Interlocked.Increment(ref _count) * GoldenFraction);
        return value - Math.Floor(value);
    }
}
