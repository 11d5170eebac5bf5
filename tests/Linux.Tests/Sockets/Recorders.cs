using System.Buffers.Binary;
using System.Collections.Concurrent;
using Keepalived.Core.Ports;
using Keepalived.Wire.Ip;

namespace Linux.Tests.Sockets;

internal sealed record Arrival(
    byte[] Bytes, IpAddress Source, IpAddress Destination, byte HopLimit, int InterfaceIndex);

/// <summary>Keeps what arrives; the test waits for it.</summary>
internal sealed class RecordingReceiver : IPacketReceiver
{
    public BlockingCollection<Arrival> Arrivals { get; } = [];

    /// <summary>Batches that the receiver keeps for itself, if asked to.</summary>
    public ConcurrentBag<PacketBatch> Kept { get; } = [];

    public bool Keep { get; set; }

    public BlockingCollection<int> Failures { get; } = [];

    public void Received(PacketBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            PacketBatch.Entry entry = batch[i];
            Arrivals.Add(new Arrival(
                batch.Datagram(i).ToArray(), entry.Source, entry.Destination, entry.HopLimit, entry.InterfaceIndex));
        }

        if (Keep)
        {
            Kept.Add(batch);
        }
        else
        {
            batch.Dispose();
        }
    }

    public void SocketFailed(int errno) => Failures.Add(errno);

    public Arrival Next() => Arrivals.TryTake(out Arrival? arrival, Waits.Long)
        ? arrival
        : throw new TimeoutException("nothing arrived");
}

internal sealed class RecordingHolder : IAdvertLeaseHolder
{
    public BlockingCollection<int> Renewals { get; } = [];

    public BlockingCollection<int> Expiries { get; } = [];

    public BlockingCollection<int> Silences { get; } = [];

    public BlockingCollection<int> Failures { get; } = [];

    public Action<int>? OnRenewal { get; set; }

    public void RenewRequested(int generation)
    {
        Renewals.Add(generation);
        OnRenewal?.Invoke(generation);
    }

    public void LeaseExpired(int generation) => Expiries.Add(generation);

    public void SilenceExceeded(int generation) => Silences.Add(generation);

    public void SendFailed(int errno) => Failures.Add(errno);
}

/// <summary>An advertisement-like datagram: version and type, a running number, the priority.</summary>
internal sealed class NumberedSource(IpAddress source, params IpAddress[] destinations) : IAdvertSource
{
    private byte _number;

    public int DestinationCount => destinations.Length;

    public IpAddress SourceAddress => source.IsV6 ? source : IpAddress.None;

    public int HopLimit { get; init; }

    public int WriteNext(int destinationIndex, byte priority, Span<byte> buffer, out IpAddress destination)
    {
        destination = destinations[destinationIndex];
        Span<byte> payload = source.IsV4 ? buffer[20..] : buffer;
        payload[..8].Clear();
        payload[0] = 0x31;
        payload[1] = _number++;
        payload[2] = priority;
        if (source.IsV6)
        {
            return 8;
        }

        buffer[..20].Clear();
        buffer[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], 28);
        buffer[8] = 255;
        buffer[9] = 112;
        source.TryWriteBytes(buffer[12..]);
        destination.TryWriteBytes(buffer[16..]);
        return 28;
    }
}

internal static class Waits
{
    /// <summary>Longer than any healthy wait; only a failing test takes it.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
}
