using System.Collections.Concurrent;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Bfd;

/// <summary>Who takes the packets of which neighbour. Any thread.</summary>
internal sealed class BfdDirectory
{
    private readonly ConcurrentDictionary<IpAddress, BfdSessionRun> _runs = new();
    private long _malformed;
    private long _unknown;
    private long _hopLimit;

    public BfdRefusals Refusals => new(
        Interlocked.Read(ref _malformed), Interlocked.Read(ref _unknown), Interlocked.Read(ref _hopLimit));

    public void Add(BfdSessionRun run) => _runs[run.Neighbor] = run;

    public void Remove(BfdSessionRun run) => _runs.TryRemove(new KeyValuePair<IpAddress, BfdSessionRun>(
        run.Neighbor, run));

    public BfdSessionRun? Find(IpAddress neighbor) => _runs.GetValueOrDefault(neighbor);

    public void CountMalformed() => Interlocked.Increment(ref _malformed);

    public void CountUnknown() => Interlocked.Increment(ref _unknown);

    public void CountHopLimit() => Interlocked.Increment(ref _hopLimit);
}
