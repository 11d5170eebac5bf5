using System.Globalization;

namespace Keepalived.Wire.Ethernet;

/// <summary>A 48-bit hardware address. <c>default</c> is 00:00:00:00:00:00, which stands for none.</summary>
public readonly record struct MacAddress : IComparable<MacAddress>
{
    public const int Length = 6;

    private readonly ulong _value;

    /// <summary>The low 48 bits, first octet highest.</summary>
    public MacAddress(ulong value) => _value = value & 0xFFFF_FFFF_FFFF;

    public static MacAddress Broadcast => new(0xFFFF_FFFF_FFFF);

    public bool IsNone => _value == 0;

    /// <summary>The address as a number of 48 bits.</summary>
    public ulong Value => _value;

    public static bool operator <(MacAddress left, MacAddress right) => left._value < right._value;

    public static bool operator >(MacAddress left, MacAddress right) => left._value > right._value;

    public static bool operator <=(MacAddress left, MacAddress right) => left._value <= right._value;

    public static bool operator >=(MacAddress left, MacAddress right) => left._value >= right._value;

    /// <summary>Six bytes; any other number gives none.</summary>
    public static MacAddress FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            return default;
        }

        ulong value = 0;
        foreach (byte octet in bytes)
        {
            value = (value << 8) | octet;
        }

        return new MacAddress(value);
    }

    /// <summary>Six groups of one or two hexadecimal digits between colons (or all between hyphens).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MacAddress address)
    {
        address = default;
        char separator = text.Contains('-') ? '-' : ':';
        ulong value = 0;
        for (int octet = 0; octet < Length; octet++)
        {
            int end = text.IndexOf(separator);
            ReadOnlySpan<char> group = octet == Length - 1 ? text : end < 0 ? default : text[..end];
            if (group.Length is 0 or > 2
                || !byte.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte number))
            {
                return false;
            }

            value = (value << 8) | number;
            text = octet == Length - 1 ? default : text[(end + 1)..];
        }

        address = new MacAddress(value);
        return true;
    }

    /// <summary>
    /// Throws only for a text that is not an address (<see cref="FormatException"/>): for literals in code and tests.
    /// </summary>
    public static MacAddress Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out MacAddress address) ? address : throw new FormatException($"'{text}' is not a MAC address");

    /// <summary>Writes six bytes; false if the span is shorter.</summary>
    public bool TryWriteBytes(Span<byte> destination)
    {
        if (destination.Length < Length)
        {
            return false;
        }

        for (int i = 0; i < Length; i++)
        {
            destination[i] = (byte)(_value >> (40 - (i * 8)));
        }

        return true;
    }

    public int CompareTo(MacAddress other) => _value.CompareTo(other._value);

    /// <summary>Lower case, two digits per octet: 00:00:5e:00:01:33.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[(Length * 3) - 1];
        for (int i = 0; i < Length; i++)
        {
            ((byte)(_value >> (40 - (i * 8)))).TryFormat(text[(i * 3)..], out _, "x2", CultureInfo.InvariantCulture);
            if (i > 0)
            {
                text[(i * 3) - 1] = ':';
            }
        }

        return new string(text);
    }
}
