namespace Keepalived.Core.Vrrp;

/// <summary>The counters of one instance, raised on the router's and the instance's threads, read by anybody.</summary>
public sealed class VrrpCounters
{
    private readonly long[] _values = new long[(int)VrrpCounter.Count];

    public long this[VrrpCounter counter] => Interlocked.Read(ref _values[(int)counter]);

    public void Increment(VrrpCounter counter) => Interlocked.Increment(ref _values[(int)counter]);

    public void Add(VrrpCounterSet counters)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            if (counters.Has((VrrpCounter)i))
            {
                Interlocked.Increment(ref _values[i]);
            }
        }
    }

    /// <summary>Statistics are cleared on request (SIGRTMIN+29, <c>STATS_CLEAR</c>).</summary>
    public void Clear()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            Interlocked.Exchange(ref _values[i], 0);
        }
    }
}

/// <summary>Which counters one packet raises.</summary>
public readonly record struct VrrpCounterSet(uint Bits)
{
    public static VrrpCounterSet None => default;

    public bool Has(VrrpCounter counter) => (Bits & (1u << (int)counter)) != 0;

    public VrrpCounterSet With(VrrpCounter counter) => new(Bits | (1u << (int)counter));
}
