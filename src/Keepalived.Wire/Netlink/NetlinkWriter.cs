using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Keepalived.Wire.Ethernet;
using Keepalived.Wire.Ip;
using static Keepalived.Wire.Netlink.NetlinkConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>Type, flags and number of a request; the destination port is always the kernel's.</summary>
/// <param name="Type">RTM_* or the number of a generic netlink family.</param>
/// <param name="Flags">NLM_F_*; NLM_F_REQUEST is always added.</param>
/// <param name="Sequence">Comes back in the answer.</param>
public readonly record struct NetlinkRequest(ushort Type, ushort Flags, uint Sequence)
{
    // struct nlmsghdr: length (4), type (2), flags (2).
    private const int FlagsOffset = 6;

    /// <summary>Asks for an acknowledgement, and whatever else <paramref name="flags"/> says.</summary>
    public static NetlinkRequest Acknowledged(ushort type, uint sequence, int flags = 0) =>
        new(type, (ushort)(NLM_F_ACK | flags), sequence);

    /// <summary>Has a message that is already written ask for an acknowledgement too.</summary>
    /// <param name="message">From its header on.</param>
    public static void Acknowledge(Span<byte> message)
    {
        Span<byte> flags = message.Slice(FlagsOffset, sizeof(ushort));
        MemoryMarshal.Write(flags, (ushort)(MemoryMarshal.Read<ushort>(flags) | NLM_F_ACK));
    }

    /// <summary>Asks for all objects of a kind.</summary>
    public static NetlinkRequest Dump(ushort type, uint sequence) => new(type, NLM_F_DUMP, sequence);
}

/// <summary>
/// Writes netlink messages, one after the other, into a caller's span. What does not fit is dropped and sets
/// <see cref="Overflowed"/>. Attributes are padded to 4 octets. Numbers are in host order unless the name says
/// otherwise.
/// </summary>
public ref struct NetlinkWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;
    private int _messageStart;

    /// <summary>Octets written so far.</summary>
    public int Length { get; private set; }

    public bool Overflowed { get; private set; }

    /// <summary>The length to return from an encoder: 0 if the destination was too small.</summary>
    public readonly int Result => Overflowed ? 0 : Length;

    /// <summary>Writes a header; the length comes with <see cref="EndMessage"/>.</summary>
    public void BeginMessage(in NetlinkRequest request)
    {
        _messageStart = Length;
        UInt32(0);
        UInt16(request.Type);
        UInt16((ushort)(request.Flags | NLM_F_REQUEST));
        UInt32(request.Sequence);
        UInt32(0);
    }

    public readonly void EndMessage()
    {
        if (!Overflowed)
        {
            Set(_messageStart, (uint)(Length - _messageStart));
        }
    }

    public void Byte(byte value) => Put(value);

    public void UInt16(ushort value) => Put(value);

    public void UInt32(uint value) => Put(value);

    public void Attribute(int type, scoped ReadOnlySpan<byte> value)
    {
        Header(type, value.Length);
        Bytes(value);
        Pad();
    }

    public void AttributeByte(int type, byte value) => AttributeOf(type, value);

    public void AttributeUInt16(int type, ushort value) => AttributeOf(type, value);

    public void AttributeUInt32(int type, uint value) => AttributeOf(type, value);

    public void AttributeInt32(int type, int value) => AttributeOf(type, value);

    public void AttributeUInt64(int type, ulong value) => AttributeOf(type, value);

    public void AttributeUInt16BigEndian(int type, ushort value) =>
        AttributeOf(type, BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value);

    public void AttributeUInt32BigEndian(int type, uint value) =>
        AttributeOf(type, BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value);

    public void AttributeUInt64BigEndian(int type, ulong value) =>
        AttributeOf(type, BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value);

    /// <summary>Text with its NUL.</summary>
    public void AttributeText(int type, string text)
    {
        int length = Encoding.UTF8.GetByteCount(text) + 1;
        Header(type, length);
        if (Take(length, out Span<byte> field))
        {
            field[Encoding.UTF8.GetBytes(text, field)] = 0;
        }

        Pad();
    }

    /// <summary>Nothing for None.</summary>
    public void AttributeAddress(int type, IpAddress address)
    {
        if (!address.IsNone)
        {
            Span<byte> bytes = stackalloc byte[16];
            address.TryWriteBytes(bytes);
            Attribute(type, bytes[..address.Length]);
        }
    }

    public void AttributeMac(int type, MacAddress address)
    {
        Span<byte> bytes = stackalloc byte[MacAddress.Length];
        address.TryWriteBytes(bytes);
        Attribute(type, bytes);
    }

    /// <summary>Opens a nested attribute; its result goes to <see cref="EndNested"/>.</summary>
    public int BeginNested(int type)
    {
        // NLA_F_NESTED is left out: no kernel asks for it here, and old ones do not mask it everywhere.
        int start = Length;
        Header(type, 0);
        return start;
    }

    public readonly void EndNested(int start)
    {
        if (!Overflowed)
        {
            Set(start, (ushort)(Length - start));
        }
    }

    /// <summary>Raw octets, unpadded.</summary>
    public void Bytes(scoped ReadOnlySpan<byte> bytes)
    {
        if (Take(bytes.Length, out Span<byte> field))
        {
            bytes.CopyTo(field);
        }
    }

    private void AttributeOf<T>(int type, T value)
        where T : unmanaged
    {
        Header(type, Unsafe.SizeOf<T>());
        Put(value);
        Pad();
    }

    private void Header(int type, int valueLength)
    {
        UInt16((ushort)(NLA_HDRLEN + valueLength));
        UInt16((ushort)type);
    }

    private void Put<T>(T value)
        where T : unmanaged
    {
        if (Take(Unsafe.SizeOf<T>(), out Span<byte> field))
        {
            MemoryMarshal.Write(field, value);
        }
    }

    private void Pad()
    {
        if (Take(-Length & (NLA_ALIGNTO - 1), out Span<byte> field))
        {
            field.Clear();
        }
    }

    private readonly void Set<T>(int offset, T value)
        where T : unmanaged => MemoryMarshal.Write(_destination[offset..], value);

    private bool Take(int count, out Span<byte> field)
    {
        if (Overflowed || count > _destination.Length - Length)
        {
            Overflowed = true;
            field = default;
            return false;
        }

        field = _destination.Slice(Length, count);
        Length += count;
        return true;
    }
}
