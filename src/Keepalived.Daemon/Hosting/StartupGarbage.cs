namespace Keepalived.Daemon.Hosting;

/// <summary>
/// What the start leaves behind is collected at a time of our choice. Otherwise what stays of it grows through the
/// generations for minutes, and in the middle of everything the first collections become full ones (measured with 255
/// instances: two in the first 90 s).
/// </summary>
internal static class StartupGarbage
{
    /// <summary>
    /// The first collection moves what stays into the oldest generation, which is more than that was meant to take in;
    /// it is content after the second. All threads stand still for some milliseconds each time.
    /// </summary>
    private const int Collections = 2;

    /// <summary>Before each: both are done between two advertisements of who sends one a second.</summary>
    private static readonly TimeSpan s_delay = TimeSpan.FromMilliseconds(300);

    /// <summary>Blocks until it is done, or until the task has ended.</summary>
    /// <param name="isOver">The start is known to be over: nothing is waited for before the first one.</param>
    public static void CollectUnless(Task stopped, bool isOver)
    {
        for (int i = 0; i < Collections && !stopped.Wait(isOver && i == 0 ? TimeSpan.Zero : s_delay); i++)
        {
            // Aggressive: what was needed for the start alone goes back to the system, some 5 MB.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
