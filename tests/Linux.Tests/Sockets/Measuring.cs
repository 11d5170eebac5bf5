using Keepalived.Core.Ports;
using Keepalived.Wire.Ip;

namespace Linux.Tests.Sockets;

/// <summary>Bytes that the calling thread allocated between its 100th and its 300th visit.</summary>
internal sealed class AllocationMeter
{
    private const int First = 100;
    private const int Last = 300;

    private int _visits;
    private long _before;

    public ManualResetEventSlim Done { get; } = new();

    public long Allocated { get; private set; } = -1;

    public void Visit()
    {
        _visits++;
        if (_visits == First)
        {
            _before = GC.GetAllocatedBytesForCurrentThread();
        }
        else if (_visits == Last)
        {
            Allocated = GC.GetAllocatedBytesForCurrentThread() - _before;
            Done.Set();
        }
    }
}

internal sealed class MeasuringReceiver : IPacketReceiver
{
    private readonly AllocationMeter _meter = new();

    public ManualResetEventSlim Done => _meter.Done;

    public long Allocated => _meter.Allocated;

    public void Received(PacketBatch batch)
    {
        _meter.Visit();
        batch.Dispose();
    }

    public void SocketFailed(int errno)
    {
    }
}

internal sealed class MeasuringSource(IAdvertSource inner) : IAdvertSource
{
    private readonly AllocationMeter _meter = new();

    public ManualResetEventSlim Done => _meter.Done;

    public long Allocated => _meter.Allocated;

    public int DestinationCount => inner.DestinationCount;

    public int WriteNext(int destinationIndex, byte priority, Span<byte> buffer, out IpAddress destination)
    {
        _meter.Visit();
        return inner.WriteNext(destinationIndex, priority, buffer, out destination);
    }
}
