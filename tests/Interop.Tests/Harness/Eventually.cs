using System.Diagnostics;

namespace Interop.Tests.Harness;

/// <summary>Waits for something real to happen, with a deadline; how long it takes is no part of the verdict.</summary>
internal static class Eventually
{
    /// <summary>Generous on purpose: the machine may be busy with everything else.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan _pollInterval = TimeSpan.FromMilliseconds(15);

    public static void That(Func<bool> condition, string expected, Func<string>? actual = null) =>
        Within(Patience, condition, expected, actual);

    public static void Within(TimeSpan limit, Func<bool> condition, string expected, Func<string>? actual = null)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > limit)
            {
                Assert.Fail($"Not within {limit.TotalSeconds:0.#} s: {expected}. {actual?.Invoke()}");
            }
            Thread.Sleep(_pollInterval);
        }
    }
}
