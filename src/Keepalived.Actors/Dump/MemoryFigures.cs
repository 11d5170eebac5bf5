namespace Keepalived.Actors.Dump;

/// <summary>What the runtime did with memory since the start of the process.</summary>
/// <param name="Collections">Collections of the youngest generation alone.</param>
/// <param name="MiddleCollections">Those that took in generation 1, too.</param>
/// <param name="FullCollections">Those of all generations: there is no call for one while nothing changes.</param>
/// <param name="AllocatedBytes">By all threads.</param>
/// <param name="Paused">How long all threads stood still for it, in total.</param>
public readonly record struct MemoryFigures(
    int Collections, int MiddleCollections, int FullCollections, long AllocatedBytes, TimeSpan Paused)
{
    public static MemoryFigures Now()
    {
        int full = GC.CollectionCount(2);
        int middle = GC.CollectionCount(1);
        return new MemoryFigures(
            GC.CollectionCount(0) - middle,
            middle - full,
            full,
            GC.GetTotalAllocatedBytes(),
            GC.GetTotalPauseDuration());
    }
}
