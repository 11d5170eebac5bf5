using System.Buffers.Binary;
using Keepalived.Wire.Ip;

namespace Keepalived.Wire;

/// <summary>
/// Writes fields in network order. What does not fit is dropped and sets <see cref="Overflowed"/>, so an encoder asks
/// once, at its end.
/// </summary>
public ref struct WireWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    public bool Overflowed { get; private set; }

    /// <summary>The length to return from an encoder: 0 if the destination was too small.</summary>
    public readonly int Result => Overflowed ? 0 : Length;

    public readonly Span<byte> Written => _destination[..Length];

    public void WriteByte(byte value)
    {
        Span<byte> field = Take(1);
        if (!field.IsEmpty)
        {
            field[0] = value;
        }
    }

    public void WriteUInt16(ushort value)
    {
        Span<byte> field = Take(2);
        if (!field.IsEmpty)
        {
            BinaryPrimitives.WriteUInt16BigEndian(field, value);
        }
    }

    public void WriteUInt32(uint value)
    {
        Span<byte> field = Take(4);
        if (!field.IsEmpty)
        {
            BinaryPrimitives.WriteUInt32BigEndian(field, value);
        }
    }

    public void WriteBytes(scoped ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>The address in its own length: nothing for None.</summary>
    public void WriteAddress(IpAddress address) => address.TryWriteBytes(Take(address.Length));

    private Span<byte> Take(int count)
    {
        if (Overflowed || count > _destination.Length - Length)
        {
            Overflowed = true;
            // A scratch target keeps the callers free of branches; it is rare and small.
            return count <= 16 ? new byte[16].AsSpan(0, count) : new byte[count];
        }

        Span<byte> field = _destination.Slice(Length, count);
        Length += count;
        return field;
    }
}
