using System.Globalization;

namespace Keepalived.Config.Grammar;

/// <summary>Allowed times in units of seconds (or milliseconds), with the number of decimal places read.</summary>
/// <param name="Min">Least value, in the unit.</param>
/// <param name="Max">Greatest value, in the unit.</param>
/// <param name="Places">Decimal places; more are rounded away.</param>
internal sealed record TimeRange(decimal Min, decimal Max, int Places)
{
    /// <summary>The reference keeps times in 32 bits of microseconds.</summary>
    public const decimal Largest = 4294.967295m;

    /// <summary>Whole seconds that still fit.</summary>
    public static readonly TimeRange WholeSeconds = new(0, 4294, 0);

    /// <summary>Decimal seconds from zero.</summary>
    public static readonly TimeRange AnySeconds = new(0, Largest, 6);

    /// <summary>Decimal seconds from zero, for pauses: as long as a timer takes (32 bits of milliseconds).</summary>
    public static readonly TimeRange LongSeconds = new(0, 4_294_967, 6);

    /// <summary>Decimal seconds above zero, for pauses.</summary>
    public static readonly TimeRange PositiveLongSeconds = new(0.000001m, 4_294_967, 6);

    /// <summary>Decimal seconds above zero.</summary>
    public static readonly TimeRange PositiveSeconds = new(0.000001m, Largest, 6);

    /// <summary>Milliseconds per unit times 1000: microseconds of one unit.</summary>
    public long UnitMicroseconds { get; init; } = 1_000_000;

    public string Text =>
        $"{Min.ToString(CultureInfo.InvariantCulture)}..{Max.ToString(CultureInfo.InvariantCulture)}"
        + (UnitMicroseconds == 1000 ? " ms" : " s") + (Places == 0 ? ", whole" : "");

    public TimeSpan ToTimeSpan(decimal value) => TimeSpan.FromMicroseconds((double)(value * UnitMicroseconds));
}
