using Keepalived.Core.Ports;

namespace Keepalived.Linux.Sockets;

/// <summary>
/// Batches that come back from receivers are used again. Bounded: no more than <see cref="MaxInFlight"/> datagrams are
/// with receivers at a time; what arrives beyond is dropped by the loop.
/// </summary>
internal sealed class PacketBatchPool
{
    /// <summary>architecture.md section 5: overload drops data, never control.</summary>
    public const int MaxInFlight = 256;

    private readonly Lock _gate = new();
    private readonly Stack<PacketBatch> _free = new(MaxInFlight);
    private readonly Action<PacketBatch> _giveBack;
    private int _inFlight;

    public PacketBatchPool() => _giveBack = GiveBack;

    /// <summary>How many datagrams may be handed out now, 0..<see cref="PacketBatch.Capacity"/>.</summary>
    public int Room => Math.Clamp(MaxInFlight - Volatile.Read(ref _inFlight), 0, PacketBatch.Capacity);

    public PacketBatch Take()
    {
        lock (_gate)
        {
            return _free.Count > 0 ? _free.Pop() : new PacketBatch(_giveBack);
        }
    }

    /// <summary>Notes that the batch goes to a receiver with its Count.</summary>
    public void Lend(PacketBatch batch)
    {
        Interlocked.Add(ref _inFlight, batch.Count);
        batch.Lend();
    }

    /// <summary>Takes back a batch, lent or not.</summary>
    public void Return(PacketBatch batch)
    {
        batch.Clear();
        lock (_gate)
        {
            _free.Push(batch);
        }
    }

    private void GiveBack(PacketBatch batch)
    {
        Interlocked.Add(ref _inFlight, -batch.Count);
        Return(batch);
    }
}
