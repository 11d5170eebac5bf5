using System.Globalization;

namespace Benchmarks.SideBySide.Harness;

/// <summary>
/// CLOCK_REALTIME in nanoseconds since 1970: the clock of the kernel's packet time stamps, so everything that is
/// compared with one uses it.
/// </summary>
internal static class WallClock
{
    public const long Millisecond = 1_000_000;

    public static long Now => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;

    /// <summary>"1700000000.123456", as bash's EPOCHREALTIME has it.</summary>
    public static long Parse(string seconds) =>
        (long)(decimal.Parse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture) * 1_000_000_000m);

    public static double Milliseconds(long from, long to) => (to - from) / (double)Millisecond;

    public static void Wait(double seconds) => Thread.Sleep(TimeSpan.FromSeconds(seconds));

    /// <summary>Polls until it holds; false when it does not within the time.</summary>
    public static bool WaitUntil(Func<bool> holds, double seconds)
    {
        long end = Now + (long)(seconds * 1e9);
        while (!holds())
        {
            if (Now > end)
            {
                return false;
            }
            Thread.Sleep(10);
        }
        return true;
    }
}
