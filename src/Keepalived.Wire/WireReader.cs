using System.Buffers.Binary;

namespace Keepalived.Wire;

/// <summary>
/// Reads fields in network order. Reading past the end gives zeros and sets <see cref="Failed"/>, so a decoder asks
/// once, at its end.
/// </summary>
public ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Remaining => _rest.Length;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public bool Failed { get; private set; }

    public byte ReadByte()
    {
        ReadOnlySpan<byte> field = ReadBytes(1);
        return field.IsEmpty ? (byte)0 : field[0];
    }

    public ushort ReadUInt16()
    {
        ReadOnlySpan<byte> field = ReadBytes(2);
        return field.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(field);
    }

    public uint ReadUInt32()
    {
        ReadOnlySpan<byte> field = ReadBytes(4);
        return field.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(field);
    }

    /// <summary>The next bytes, or an empty span and <see cref="Failed"/> if there are not so many.</summary>
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count < 0 || count > _rest.Length)
        {
            Failed = true;
            _rest = default;
            return default;
        }

        ReadOnlySpan<byte> field = _rest[..count];
        _rest = _rest[count..];
        return field;
    }
}
