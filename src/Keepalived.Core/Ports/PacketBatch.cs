using Keepalived.Wire.Ip;

namespace Keepalived.Core.Ports;

/// <summary>
/// Datagrams of one wake-up of a socket: one pooled token for many datagrams (decision 20). Disposing gives it back.
/// </summary>
public sealed class PacketBatch : IDisposable
{
    /// <summary>Datagrams in one batch at most.</summary>
    public const int Capacity = 64;

    /// <summary>Bytes kept of one datagram; the rest of a longer one is cut off.</summary>
    public const int DatagramSize = 2048;

    private readonly Action<PacketBatch>? _giveBack;
    private readonly Entry[] _entries = new Entry[Capacity];

    public PacketBatch(Action<PacketBatch>? giveBack = null)
    {
        _giveBack = giveBack;
        Buffer = GC.AllocateArray<byte>(Capacity * DatagramSize, pinned: true);
    }

    /// <summary>Pinned: the kernel writes into it.</summary>
    public byte[] Buffer { get; }

    public int Count { get; set; }

    public ref Entry this[int index] => ref _entries[index];

    public ReadOnlySpan<byte> Datagram(int index) =>
        Buffer.AsSpan(index * DatagramSize, _entries[index].Length);

    public void Dispose()
    {
        Count = 0;
        _giveBack?.Invoke(this);
    }

    /// <summary>What the kernel says of one datagram.</summary>
    public record struct Entry(int Length, IpAddress Source, IpAddress Destination, byte HopLimit, int InterfaceIndex);
}
