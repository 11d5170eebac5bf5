namespace Keepalived.Core.Vrrp;

/// <summary>The counters of one instance at one moment, in the order of <see cref="VrrpCounter"/>.</summary>
public sealed record VrrpStatistics(System.Collections.Immutable.ImmutableArray<long> Values)
{
    public static VrrpStatistics Zero { get; } = new([.. new long[(int)VrrpCounter.Count]]);

    public long this[VrrpCounter counter] => Values[(int)counter];
}
