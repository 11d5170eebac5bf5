using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>Reads a line of virtual_server_group.</summary>
internal static class ServerGroupLine
{
    public static VirtualServerGroupEntry? Read(ConfigParser p, ConfigLine line)
    {
        string first = line.Keyword;
        string second = line.Words.Length > 1 ? line.Words[1].Text : "";
        if (first == "fwmark")
        {
            return Fwmark(p, line, second);
        }

        ushort port = 0;
        if ((second.Length > 0 && !ushort.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out port))
            || !Range(first, out IPAddress low, out IPAddress high))
        {
            p.Diagnostics.Error(line.Span,
                $"Invalid virtual server group IP address {first} {(second.Length > 0 ? "/port/" + second : "")} - " +
                    $"skipping",
                "ADDRESS[-END or /LEN] [PORT] or fwmark N [inet or inet6]");
            return null;
        }

        return new VirtualServerGroupEntry.Addresses(low, high, port);
    }

    private static VirtualServerGroupEntry.Fwmark? Fwmark(ConfigParser p, ConfigLine line, string number)
    {
        if (!p.TryInteger(number, line.SpanOf(1), 0, uint.MaxValue, out long mark))
        {
            return null;
        }

        string family = line.Words.Length > 2 ? line.Words[2].Text : "";
        if (family is not ("" or "inet" or "inet6"))
        {
            p.Diagnostics.Error(line.SpanOf(2), $"Unknown fwmark address family '{family}' - ignoring",
                "inet or inet6");
        }

        AddressFamily value = family switch
        {
            "inet" => AddressFamily.InterNetwork,
            "inet6" => AddressFamily.InterNetworkV6,
            _ => AddressFamily.Unspecified,
        };
        return new VirtualServerGroupEntry.Fwmark((uint)mark, value);
    }

    private static bool Range(string text, out IPAddress low, out IPAddress high)
    {
        high = IPAddress.None;
        int dash = text.IndexOf('-');
        int slash = text.IndexOf('/');
        string head = dash >= 0 ? text[..dash] : slash >= 0 ? text[..slash] : text;
        if (!ConfigParser.ParseAddress(head, out low))
        {
            return false;
        }

        if (dash >= 0)
        {
            return End(low, text[(dash + 1)..], out high);
        }

        return slash < 0 ? (high = low) is not null : Prefix(low, text[(slash + 1)..], out high);
    }

    // -E replaces the last octet (decimal) or the last 16 bits (hexadecimal); a whole address is taken as it is.
    private static bool End(IPAddress low, string text, out IPAddress high)
    {
        if (ConfigParser.ParseAddress(text, out high))
        {
            return high.AddressFamily == low.AddressFamily && Compare(low, high) <= 0;
        }

        byte[] bytes = low.GetAddressBytes();
        if (bytes.Length == 4)
        {
            if (!byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte last))
            {
                return false;
            }

            bytes[3] = last;
        }
        else
        {
            if (!ushort.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort last))
            {
                return false;
            }

            (bytes[14], bytes[15]) = ((byte)(last >> 8), (byte)last);
        }

        high = new IPAddress(bytes);
        return Compare(low, high) <= 0;
    }

    private static bool Prefix(IPAddress low, string text, out IPAddress high)
    {
        high = low;
        byte[] bytes = low.GetAddressBytes();
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            || length > bytes.Length * 8)
        {
            return false;
        }

        for (int bit = length; bit < bytes.Length * 8; bit++)
        {
            byte mask = (byte)(0x80 >> (bit % 8));
            if ((bytes[bit / 8] & mask) != 0)
            {
                return false;
            }

            bytes[bit / 8] |= mask;
        }

        high = new IPAddress(bytes);
        return true;
    }

    private static int Compare(IPAddress a, IPAddress b) =>
        a.GetAddressBytes().AsSpan().SequenceCompareTo(b.GetAddressBytes());
}
