using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Keepalived.Wire.Ip;

/// <summary>
/// An IPv4 or IPv6 address as a value of 24 bytes, without a scope id. <c>default</c> is <see cref="None"/>: no
/// address. Ordering is that of the bytes in network order, unsigned, as the VRRP tie-break needs it (RFC 9568 6.4.3);
/// None sorts before IPv4, IPv4 before IPv6.
/// </summary>
public readonly struct IpAddress
    : IEquatable<IpAddress>, IComparable<IpAddress>, ISpanFormattable, ISpanParsable<IpAddress>
{
    /// <summary>
    /// Enough characters for any address in text (INET6_ADDRSTRLEN of netinet/in.h, without its NUL).
    /// </summary>
    public const int MaxTextLength = 45;

    // IPv4 lives in the low 32 bits of _low; IPv6 fills both, big-endian.
    private readonly ulong _high;
    private readonly ulong _low;
    private readonly byte _length;

    private IpAddress(ulong high, ulong low, byte length)
    {
        _high = high;
        _low = low;
        _length = length;
    }

    /// <summary>The absence of an address; its family is Unspecified and its length 0.</summary>
    public static IpAddress None => default;

    /// <summary>0.0.0.0.</summary>
    public static IpAddress AnyV4 => FromV4(0);

    /// <summary>::.</summary>
    public static IpAddress AnyV6 => new(0, 0, 16);

    /// <summary>InterNetwork, InterNetworkV6, or Unspecified for <see cref="None"/>.</summary>
    public AddressFamily Family => _length switch
    {
        4 => AddressFamily.InterNetwork,
        16 => AddressFamily.InterNetworkV6,
        _ => AddressFamily.Unspecified,
    };

    /// <summary>0, 4 or 16.</summary>
    public int Length => _length;

    /// <summary>Bits in the address: 0, 32 or 128; the prefix length of a host route.</summary>
    public int BitLength => _length * 8;

    public bool IsNone => _length == 0;

    public bool IsV4 => _length == 4;

    public bool IsV6 => _length == 16;

    /// <summary>True for 0.0.0.0, :: and None.</summary>
    public bool IsUnspecified => (_high | _low) == 0;

    /// <summary>169.254.0.0/16 (RFC 3927) or fe80::/10 (RFC 4291 2.5.6).</summary>
    public bool IsLinkLocal => IsV4 ? _low >> 16 == 0xA9FE : IsV6 && _high >> 54 == 0xFE80 >> 6;

    /// <summary>224.0.0.0/4 (RFC 5771) or ff00::/8 (RFC 4291 2.7).</summary>
    public bool IsMulticast => IsV4 ? _low >> 28 == 0xE : IsV6 && _high >> 56 == 0xFF;

    /// <summary>127.0.0.0/8 or ::1.</summary>
    public bool IsLoopback => IsV4 ? _low >> 24 == 127 : IsV6 && _high == 0 && _low == 1;

    /// <summary>The IPv4 address as a number in host order; 0 for anything else.</summary>
    public uint V4Value => IsV4 ? (uint)_low : 0;

    public static bool operator ==(IpAddress left, IpAddress right) => left.Equals(right);

    public static bool operator !=(IpAddress left, IpAddress right) => !left.Equals(right);

    public static bool operator <(IpAddress left, IpAddress right) => left.CompareTo(right) < 0;

    public static bool operator >(IpAddress left, IpAddress right) => left.CompareTo(right) > 0;

    public static bool operator <=(IpAddress left, IpAddress right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IpAddress left, IpAddress right) => left.CompareTo(right) >= 0;

    /// <summary>An IPv4 address from its number in host order: 0xC0000201 is 192.0.2.1.</summary>
    public static IpAddress FromV4(uint value) => new(0, value, 4);

    /// <summary>An IPv6 address from its two halves in host order.</summary>
    public static IpAddress FromV6(ulong high, ulong low) => new(high, low, 16);

    /// <summary>Four bytes give IPv4, sixteen IPv6, any other number None.</summary>
    public static IpAddress FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        4 => FromV4(BinaryPrimitives.ReadUInt32BigEndian(bytes)),
        16 => FromV6(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..])),
        _ => None,
    };

    /// <summary>
    /// The scope id of an IPv6 address is dropped: it belongs to an interface index, not to an address.
    /// </summary>
    public static IpAddress From(IPAddress? address)
    {
        if (address is null)
        {
            return None;
        }

        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out int written) ? FromBytes(bytes[..written]) : None;
    }

    /// <summary>
    /// Throws only for a text that is not an address (<see cref="FormatException"/>): for literals in code and tests.
    /// </summary>
    public static IpAddress Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out IpAddress address) ? address : throw new FormatException($"'{text}' is not an IP address");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char})"/>
    public static IpAddress Parse(string text) => Parse(text.AsSpan());

    /// <summary>
    /// Accepts what inet_pton(3) accepts: four decimal octets without leading zeros, or RFC 4291 text, no scope id.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpAddress address) =>
        IpAddressText.TryParse(text, out address);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out IpAddress)"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out IpAddress address) =>
        TryParse(text.AsSpan(), out address);

    static IpAddress IParsable<IpAddress>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<IpAddress>.TryParse(string? s, IFormatProvider? provider, out IpAddress result) =>
        TryParse(s, out result);

    static IpAddress ISpanParsable<IpAddress>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool ISpanParsable<IpAddress>.TryParse(
        ReadOnlySpan<char> s, IFormatProvider? provider, out IpAddress result) =>
        TryParse(s, out result);

    /// <summary>For the base library's sockets; None becomes 0.0.0.0.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        return TryWriteBytes(bytes) && _length > 0 ? new IPAddress(bytes[.._length]) : IPAddress.Any;
    }

    /// <summary>Writes <see cref="Length"/> bytes in network order; false if the span is shorter.</summary>
    public bool TryWriteBytes(Span<byte> destination)
    {
        if (destination.Length < _length)
        {
            return false;
        }

        if (_length == 4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)_low);
        }
        else if (_length == 16)
        {
            BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
            BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _low);
        }

        return true;
    }

    /// <summary>
    /// The address with every bit after the first <paramref name="prefixLength"/> cleared (bounded to 0..BitLength).
    /// </summary>
    public IpAddress Masked(int prefixLength)
    {
        int kept = Math.Clamp(prefixLength, 0, BitLength);
        if (_length == 4)
        {
            return FromV4(kept == 0 ? 0 : (uint)_low & (uint.MaxValue << (32 - kept)));
        }

        ulong high = kept >= 64 ? _high : kept == 0 ? 0 : _high & (ulong.MaxValue << (64 - kept));
        ulong low = kept <= 64 ? 0 : _low & (ulong.MaxValue << (128 - kept));
        return new IpAddress(high, low, _length);
    }

    /// <summary>
    /// The multicast group that neighbour solicitations for this IPv6 address go to (RFC 4291 2.7.1); else None.
    /// </summary>
    public IpAddress ToSolicitedNodeGroup() =>
        IsV6 ? FromV6(0xFF02_0000_0000_0000, 0x0000_0001_FF00_0000 | (_low & 0xFF_FFFF)) : None;

    public int CompareTo(IpAddress other)
    {
        int byLength = _length.CompareTo(other._length);
        int byHigh = byLength != 0 ? byLength : _high.CompareTo(other._high);
        return byHigh != 0 ? byHigh : _low.CompareTo(other._low);
    }

    public bool Equals(IpAddress other) => _low == other._low && _high == other._high && _length == other._length;

    public override bool Equals(object? obj) => obj is IpAddress other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_high, _low, _length);

    /// <summary>Dotted decimal or RFC 5952 text; the empty string for None.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[MaxTextLength];
        return TryFormat(text, out int written) ? new string(text[..written]) : string.Empty;
    }

    /// <inheritdoc cref="ToString()"/>
    public bool TryFormat(Span<char> destination, out int charsWritten) =>
        IpAddressText.TryFormat(this, destination, out charsWritten);

    bool ISpanFormattable.TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        TryFormat(destination, out charsWritten);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();
}
