using System.Globalization;
using System.Net.Sockets;

namespace Keepalived.Wire.Ip;

/// <summary>
/// An address with a prefix length, as in <c>192.0.2.1/24</c>. The host bits are kept: an interface address is one of
/// these.
/// </summary>
public readonly record struct IpPrefix : IComparable<IpPrefix>
{
    /// <summary>A length above the family's bits is cut to them.</summary>
    public IpPrefix(IpAddress address, int length)
    {
        Address = address;
        Length = (byte)Math.Clamp(length, 0, address.BitLength);
    }

    public IpAddress Address { get; }

    /// <summary>0..32 or 0..128 bits.</summary>
    public byte Length { get; }

    public AddressFamily Family => Address.Family;

    /// <summary>True for a /32 or /128.</summary>
    public bool IsHost => Length == Address.BitLength;

    /// <summary>The network address: the host bits cleared.</summary>
    public IpAddress Network => Address.Masked(Length);

    public static bool operator <(IpPrefix left, IpPrefix right) => left.CompareTo(right) < 0;

    public static bool operator >(IpPrefix left, IpPrefix right) => left.CompareTo(right) > 0;

    public static bool operator <=(IpPrefix left, IpPrefix right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IpPrefix left, IpPrefix right) => left.CompareTo(right) >= 0;

    /// <summary>The address alone: /32 or /128.</summary>
    public static IpPrefix Host(IpAddress address) => new(address, address.BitLength);

    /// <summary><c>ADDRESS</c> (a host) or <c>ADDRESS/LENGTH</c> in decimal within the family's range.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpPrefix prefix)
    {
        prefix = default;
        int slash = text.IndexOf('/');
        if (!IpAddress.TryParse(slash < 0 ? text : text[..slash], out IpAddress address))
        {
            return false;
        }

        if (slash < 0)
        {
            prefix = Host(address);
            return true;
        }

        if (!byte.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out byte length)
            || length > address.BitLength)
        {
            return false;
        }

        prefix = new IpPrefix(address, length);
        return true;
    }

    /// <summary>
    /// Throws only for a text that is not a prefix (<see cref="FormatException"/>): for literals in code and tests.
    /// </summary>
    public static IpPrefix Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out IpPrefix prefix) ? prefix : throw new FormatException($"'{text}' is not an IP prefix");

    /// <summary>False for an address of the other family.</summary>
    public bool Contains(IpAddress address) => address.Family == Family && address.Masked(Length) == Network;

    public int CompareTo(IpPrefix other)
    {
        int byAddress = Address.CompareTo(other.Address);
        return byAddress != 0 ? byAddress : Length.CompareTo(other.Length);
    }

    /// <summary>Always with the length: <c>192.0.2.1/32</c>; the empty string for the default value.</summary>
    public override string ToString() =>
        Address.IsNone ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{Address}/{Length}");
}
