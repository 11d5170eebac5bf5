using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Keepalived.Wire.Ethernet;
using Keepalived.Wire.Ip;
using static Keepalived.Wire.Netlink.NetlinkConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>
/// Walks attributes (struct nlattr of linux/netlink.h), never past their container. The first flaw ends the walk and
/// stands in <see cref="Error"/>; values of a flawed attribute read as zero. Numbers are in host order unless the name
/// says otherwise.
/// </summary>
public ref struct AttributeReader(ReadOnlySpan<byte> attributes)
{
    private ReadOnlySpan<byte> _rest = attributes;

    public DecodeError Error { get; private set; }

    /// <summary>The current attribute's type without its flag bits.</summary>
    public int Type { get; private set; }

    /// <summary>The current attribute's payload.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes to the next attribute; false at the end or at the first flaw.</summary>
    public bool MoveNext()
    {
        // Fewer octets than a header are padding of the container, as the kernel has it (nla_ok).
        if (Error.IsError || _rest.Length < NLA_HDRLEN)
        {
            return false;
        }

        int length = MemoryMarshal.Read<ushort>(_rest);
        Type = MemoryMarshal.Read<ushort>(_rest[2..]) & ~(NLA_F_NESTED | NLA_F_NET_BYTEORDER);
        if (length < NLA_HDRLEN || length > _rest.Length)
        {
            Error = new DecodeError(DecodeErrorKind.AttributeLength, 0, Type);
            return false;
        }

        Value = _rest[NLA_HDRLEN..length];
        _rest = _rest[Math.Min((length + NLA_ALIGNTO - 1) & ~(NLA_ALIGNTO - 1), _rest.Length)..];
        return true;
    }

    public byte Byte() => Require(sizeof(byte)) ? Value[0] : (byte)0;

    public ushort UInt16() => Require(sizeof(ushort)) ? MemoryMarshal.Read<ushort>(Value) : (ushort)0;

    public uint UInt32() => Require(sizeof(uint)) ? MemoryMarshal.Read<uint>(Value) : 0;

    public int Int32() => Require(sizeof(int)) ? MemoryMarshal.Read<int>(Value) : 0;

    public ulong UInt64() => Require(sizeof(ulong)) ? MemoryMarshal.Read<ulong>(Value) : 0;

    public ushort UInt16BigEndian() =>
        Require(sizeof(ushort)) ? BinaryPrimitives.ReadUInt16BigEndian(Value) : (ushort)0;

    public uint UInt32BigEndian() => Require(sizeof(uint)) ? BinaryPrimitives.ReadUInt32BigEndian(Value) : 0;

    public ulong UInt64BigEndian() => Require(sizeof(ulong)) ? BinaryPrimitives.ReadUInt64BigEndian(Value) : 0;

    /// <summary>Text up to its NUL or end.</summary>
    public readonly string Text()
    {
        int end = Value.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? Value : Value[..end]);
    }

    /// <summary>An address of the message's family; another size is a flaw.</summary>
    public IpAddress Address(AddressFamily family)
    {
        int length = family switch
        {
            AddressFamily.InterNetwork => 4,
            AddressFamily.InterNetworkV6 => 16,
            _ => -1,
        };
        if (Value.Length == length)
        {
            return IpAddress.FromBytes(Value);
        }

        Fail(DecodeErrorKind.AttributeSize);
        return IpAddress.None;
    }

    /// <summary>A hardware address; none unless it has 6 octets.</summary>
    public readonly MacAddress Mac() => MacAddress.FromBytes(Value);

    /// <summary>The attributes within the current one. Give it back to <see cref="Leave"/> when done.</summary>
    public readonly AttributeReader Enter() => new(Value);

    /// <summary>Takes over the flaw of a nested reader, if it met one.</summary>
    public void Leave(scoped in AttributeReader nested)
    {
        if (nested.Error.IsError)
        {
            Error = nested.Error;
        }
    }

    /// <summary>Marks the current attribute as flawed.</summary>
    internal void Fail(DecodeErrorKind kind) => Error = new DecodeError(kind, 0, Type);

    /// <summary>True if the payload has so many octets; else it is a flaw.</summary>
    internal bool Require(int length)
    {
        if (Value.Length >= length)
        {
            return true;
        }

        Fail(DecodeErrorKind.AttributeSize);
        return false;
    }
}
