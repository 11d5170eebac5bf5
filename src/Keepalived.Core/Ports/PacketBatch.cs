using Keepalived.Wire.Ip;

namespace Keepalived.Core.Ports;

/// <summary>
/// Datagrams of one wake-up of a socket: one pooled token for many datagrams (decision 20). Disposing gives it back.
/// </summary>
public sealed class PacketBatch : IDisposable
{
    /// <summary>
    /// Datagrams in one batch at most; small, because each of many interfaces may fill one at the same time.
    /// </summary>
    public const int Capacity = 16;

    /// <summary>Bytes kept of one datagram; the rest of a longer one is cut off.</summary>
    public const int DatagramSize = 2048;

    /// <summary>
    /// Octets of a new batch. Hundreds of them may be on their way, most with an advertisement or two; who needs more
    /// grows, and stays so.
    /// </summary>
    private const int FirstSize = 512;

    private readonly Action<PacketBatch>? _giveBack;
    private readonly Entry[] _entries = new Entry[Capacity];
    private readonly int[] _starts = new int[Capacity];
    private byte[] _octets = new byte[FirstSize];
    private int _used;
    private int _lent;

    /// <param name="giveBack">Called once for each <see cref="Lend"/>, with <see cref="Count"/> still in place.</param>
    public PacketBatch(Action<PacketBatch>? giveBack = null) => _giveBack = giveBack;

    public int Count { get; private set; }

    /// <summary>
    /// Monotonic time of the protocol clock when they were read: what waits for an advertisement counts from here, not
    /// from when its instance came to it.
    /// </summary>
    public TimeSpan ReceivedAt { get; set; }

    /// <summary>The message in which its receiver passed it on, to be used again the next time.</summary>
    public object? Carrier { get; set; }

    public ref readonly Entry this[int index] => ref _entries[index];

    public ReadOnlySpan<byte> Datagram(int index) => _octets.AsSpan(_starts[index], _entries[index].Length);

    /// <summary>Copies one more in, up to <see cref="Capacity"/>.</summary>
    /// <param name="datagram">Up to <see cref="DatagramSize"/> octets, as many as the entry says.</param>
    public void Add(ReadOnlySpan<byte> datagram, in Entry entry)
    {
        if (_octets.Length - _used < datagram.Length)
        {
            Array.Resize(ref _octets, Math.Max(_octets.Length * 2, _used + datagram.Length));
        }

        datagram.CopyTo(_octets.AsSpan(_used));
        _starts[Count] = _used;
        _entries[Count] = entry;
        _used += datagram.Length;
        Count++;
    }

    public void Clear() => (Count, _used) = (0, 0);

    /// <summary>The pool hands it out; from here to <see cref="Dispose"/> it belongs to one receiver.</summary>
    public void Lend() => Volatile.Write(ref _lent, 1);

    /// <summary>A second call does nothing: a batch given back twice would have two owners.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _lent, 0) == 1)
        {
            _giveBack?.Invoke(this);
        }
    }

    /// <summary>What the kernel says of one datagram.</summary>
    public record struct Entry(int Length, IpAddress Source, IpAddress Destination, byte HopLimit, int InterfaceIndex);
}
