using System.Globalization;

namespace Keepalived.Wire.Ip;

/// <summary>Text of addresses, both ways: inet_pton(3) rules in, RFC 5952 out. Allocates nothing.</summary>
internal static class IpAddressText
{
    private const int GroupCount = 8;

    public static bool TryParse(ReadOnlySpan<char> text, out IpAddress address)
    {
        address = default;
        if (text.Contains(':'))
        {
            Span<ushort> groups = stackalloc ushort[GroupCount];
            if (!TryParseV6(text, groups))
            {
                return false;
            }

            address = IpAddress.FromV6(Join(groups[..4]), Join(groups[4..]));
            return true;
        }

        if (!TryParseV4(text, out uint value))
        {
            return false;
        }

        address = IpAddress.FromV4(value);
        return true;
    }

    public static bool TryFormat(IpAddress address, Span<char> destination, out int written)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes);
        var text = new TextWriter(destination);
        if (address.IsV4)
        {
            WriteV4(ref text, bytes[..4]);
        }
        else if (address.IsV6)
        {
            WriteV6(ref text, bytes);
        }

        written = text.Overflowed ? 0 : text.Length;
        return !text.Overflowed;
    }

    private static bool TryParseV4(ReadOnlySpan<char> text, out uint value)
    {
        value = 0;
        for (int octet = 0; octet < 4; octet++)
        {
            int digits = 0;
            uint number = 0;
            while (digits < text.Length && char.IsAsciiDigit(text[digits]) && digits < 3)
            {
                number = (number * 10) + (uint)(text[digits++] - '0');
            }

            // inet_pton takes no octal look-alikes: a leading zero must be the whole octet.
            if (digits == 0 || number > 255 || (digits > 1 && text[0] == '0'))
            {
                return false;
            }

            value = (value << 8) | number;
            text = text[digits..];
            if (octet < 3)
            {
                if (text.IsEmpty || text[0] != '.')
                {
                    return false;
                }

                text = text[1..];
            }
        }

        return text.IsEmpty;
    }

    private static bool TryParseV6(ReadOnlySpan<char> text, Span<ushort> groups)
    {
        int count = 0;
        int gapAt = -1;
        if (text.StartsWith("::"))
        {
            gapAt = 0;
            text = text[2..];
        }

        while (!text.IsEmpty)
        {
            int digits = CountHexDigits(text);
            if (digits < text.Length && text[digits] == '.')
            {
                // RFC 4291 2.2: the last two groups may be written as an IPv4 address.
                if (count > GroupCount - 2 || !TryParseV4(text, out uint tail))
                {
                    return false;
                }

                groups[count++] = (ushort)(tail >> 16);
                groups[count++] = (ushort)tail;
                break;
            }

            if (digits is 0 or > 4 || count == GroupCount)
            {
                return false;
            }

            groups[count++] = ushort.Parse(
                text[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            text = text[digits..];
            if (!TakeSeparator(ref text, count, ref gapAt))
            {
                return false;
            }
        }

        return FillGap(groups, count, gapAt);
    }

    private static int CountHexDigits(ReadOnlySpan<char> text)
    {
        int digits = 0;
        while (digits < text.Length && char.IsAsciiHexDigit(text[digits]))
        {
            digits++;
        }

        return digits;
    }

    private static bool TakeSeparator(ref ReadOnlySpan<char> text, int count, ref int gapAt)
    {
        if (text.IsEmpty)
        {
            return true;
        }

        if (text.StartsWith("::"))
        {
            bool isFirstGap = gapAt < 0;
            gapAt = count;
            text = text[2..];
            return isFirstGap;
        }

        bool isMoreToCome = text[0] == ':' && text.Length > 1;
        text = text[1..];
        return isMoreToCome;
    }

    private static bool FillGap(Span<ushort> groups, int count, int gapAt)
    {
        if (gapAt < 0)
        {
            return count == GroupCount;
        }

        if (count == GroupCount)
        {
            return false;
        }

        int after = count - gapAt;
        groups.Slice(gapAt, after).CopyTo(groups[(GroupCount - after)..]);
        groups[gapAt..(GroupCount - after)].Clear();
        return true;
    }

    private static ulong Join(ReadOnlySpan<ushort> groups) =>
        ((ulong)groups[0] << 48) | ((ulong)groups[1] << 32) | ((ulong)groups[2] << 16) | groups[3];

    private static void WriteV4(ref TextWriter text, scoped ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < 4; i++)
        {
            if (i > 0)
            {
                text.Write('.');
            }

            text.WriteNumber(bytes[i], string.Empty);
        }
    }

    private static void WriteV6(ref TextWriter text, scoped ReadOnlySpan<byte> bytes)
    {
        Span<ushort> groups = stackalloc ushort[GroupCount];
        for (int i = 0; i < GroupCount; i++)
        {
            groups[i] = (ushort)((bytes[i * 2] << 8) | bytes[(i * 2) + 1]);
        }

        (int zerosAt, int zeros) = LongestZeroRun(groups);
        // inet_ntop(3) writes mapped (::ffff:0:0/96) and compatible (::/96) addresses with a dotted tail.
        bool dotted = zerosAt == 0 && (zeros == 6 || (zeros == 5 && groups[5] == 0xFFFF));
        int end = dotted ? 6 : GroupCount;
        for (int i = 0; i < end; i++)
        {
            if (i == zerosAt)
            {
                text.Write(':');
                text.Write(':');
                i += zeros - 1;
                continue;
            }

            if (i > 0 && i != zerosAt + zeros)
            {
                text.Write(':');
            }

            text.WriteNumber(groups[i], "x");
        }

        if (dotted)
        {
            if (zeros == 5)
            {
                text.Write(':');
            }

            WriteV4(ref text, bytes[12..]);
        }
    }

    // RFC 5952 4.2: shorten the longest run of two or more zero groups, the first of equals.
    private static (int Start, int Length) LongestZeroRun(ReadOnlySpan<ushort> groups)
    {
        (int bestStart, int bestLength) = (-2, 1);
        int length = 0;
        for (int i = 0; i < groups.Length; i++)
        {
            length = groups[i] == 0 ? length + 1 : 0;
            if (length > bestLength)
            {
                (bestStart, bestLength) = (i - length + 1, length);
            }
        }

        return bestStart < 0 ? (-2, 0) : (bestStart, bestLength);
    }

    private ref struct TextWriter(Span<char> destination)
    {
        private readonly Span<char> _destination = destination;

        public int Length { get; private set; }

        public bool Overflowed { get; private set; }

        public void Write(char value)
        {
            if (Length < _destination.Length)
            {
                _destination[Length++] = value;
            }
            else
            {
                Overflowed = true;
            }
        }

        public void WriteNumber(ushort value, scoped ReadOnlySpan<char> format)
        {
            if (!Overflowed && value.TryFormat(
                _destination[Length..], out int written, format, CultureInfo.InvariantCulture))
            {
                Length += written;
            }
            else
            {
                Overflowed = true;
            }
        }
    }
}
