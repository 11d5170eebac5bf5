using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>Readers of arguments. Each reports what is wrong and says whether there is a value to use.</summary>
internal sealed partial class ConfigParser
{
    public string Word(int index) => index < Line.Words.Length ? Line.Words[index].Text : "";

    public IEnumerable<string> Words(int from) => Line.Words.Skip(from).Select(static word => word.Text);

    public void Error(string text, string hint = "") => Diagnostics.Error(Line.Span, text, hint);

    public void Error(TestStatus status, string text, string hint = "") =>
        Diagnostics.Error(Line.Span, status, text, hint);

    public void ErrorAt(int word, string text, string hint = "") => Diagnostics.Error(Line.SpanOf(word), text, hint);

    public void Deprecated(string text, string hint = "") => Diagnostics.Deprecated(Line.Span, text, hint);

    /// <summary>Reports that keyword <paramref name="name"/> lacks an argument; the daemon does not start.</summary>
    public void MissingParameter(int position) =>
        Diagnostics.Fatal(Line.Span, TestStatus.MissingParameter,
            $"*** Configuration line starting `{Line.Keyword}` is missing a parameter after keyword " +
            $"`{Line.Words[^1].Text}` at word position {position + 1}");

    public static bool? ParseBool(string word) => word switch
    {
        "true" or "on" or "yes" => true,
        "false" or "off" or "no" => false,
        _ => null,
    };

    /// <summary>A boolean word; an absent one is true.</summary>
    public bool TryBool(int index, out bool value)
    {
        value = true;
        if (index >= Line.Words.Length)
        {
            return true;
        }

        bool? parsed = ParseBool(Word(index));
        value = parsed ?? false;
        if (parsed is null)
        {
            ErrorAt(index, $"{Context}Invalid value '{Word(index)}' for {Line.Keyword} specified",
                "true, on, yes, false, off or no");
        }

        return parsed is not null;
    }

    public bool TryInteger(int index, long min, long max, out long value) =>
        TryInteger(Word(index), Line.SpanOf(index), min, max, out value);

    /// <summary>A base 10 integer. Text after the digits is reported, and tolerated when not testing.</summary>
    public bool TryInteger(string text, SourceSpan span, long min, long max, out long value)
    {
        int length = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        while (length < text.Length && char.IsAsciiDigit(text[length]))
        {
            length++;
        }

        bool number = long.TryParse(text.AsSpan(0, length), NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out value);
        if (!number || length < text.Length)
        {
            Diagnostics.Error(span, TestStatus.InvalidNumber, $"{Context}{Line.Keyword}: invalid number '{text}'",
                $"{min}..{max}");
            if (!number || IsTest)
            {
                return false;
            }
        }

        if (value < min || value > max)
        {
            Diagnostics.Error(span, TestStatus.InvalidNumber,
                $"{Context}{Line.Keyword}: number '{text}' outside range [{min}, {max}]");
            return false;
        }

        return true;
    }

    public bool TrySeconds(int index, TimeRange range, out TimeSpan value) =>
        TrySeconds(Word(index), Line.SpanOf(index), range, out value);

    /// <summary>A decimal time; places beyond those allowed are reported and rounded.</summary>
    public bool TrySeconds(string text, SourceSpan span, TimeRange range, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        int length = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        while (length < text.Length && (char.IsAsciiDigit(text[length]) || text[length] == '.'))
        {
            length++;
        }

        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        bool number = decimal.TryParse(text.AsSpan(0, Math.Min(length, 28)), style, CultureInfo.InvariantCulture,
            out decimal parsed);
        if (!number || length < text.Length)
        {
            Diagnostics.Error(span, TestStatus.InvalidNumber, $"{Context}{Line.Keyword}: invalid number '{text}'",
                range.Text);
            if (!number || IsTest)
            {
                return false;
            }
        }

        if (decimal.Round(parsed, range.Places) != parsed)
        {
            Diagnostics.Error(span, TestStatus.InvalidNumber,
                $"{Context}{Line.Keyword}: number '{text}' has too many decimal places - rounding",
                $"at most {range.Places}");
            parsed = decimal.Round(parsed, range.Places, MidpointRounding.AwayFromZero);
        }

        if (parsed < range.Min || parsed > range.Max)
        {
            Diagnostics.Error(span, TestStatus.InvalidNumber,
                $"{Context}{Line.Keyword}: number '{text}' outside range [{range.Min}, {range.Max}]", range.Text);
            return false;
        }

        value = range.ToTimeSpan(parsed);
        return true;
    }

    /// <summary>An IPv4 or IPv6 address in the usual notation (four decimal parts for IPv4).</summary>
    public static bool ParseAddress(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        bool plausible = text.Contains(':') ? text.IndexOfAny('[', ']') < 0 && !text.Contains('%') : IsDotted(text);
        if (!plausible || !IPAddress.TryParse(text, out IPAddress? parsed))
        {
            return false;
        }

        address = parsed;
        return true;
    }

    /// <summary>An address after which a prefix length may stand; the length means nothing here.</summary>
    public static bool ParseHostAddress(string text, out IPAddress address)
    {
        int slash = text.IndexOf('/');
        return ParseAddress(slash < 0 ? text : text.AsSpan(0, slash), out address);
    }

    // IPAddress also takes 1.2, 0x7f.1 and octal parts; the language does not.
    private static bool IsDotted(ReadOnlySpan<char> text)
    {
        int parts = 0;
        foreach (Range range in text.Split('.'))
        {
            ReadOnlySpan<char> part = text[range];
            parts++;
            if (part.Length is 0 or > 3 || part.ContainsAnyExceptInRange('0', '9')
                || (part.Length > 1 && part[0] == '0'))
            {
                return false;
            }
        }

        return parts == 4;
    }

    public bool TryAddress(int index, out IPAddress address)
    {
        if (ParseAddress(Word(index), out address))
        {
            return true;
        }

        ErrorAt(index, $"{Context}{Line.Keyword}: malformed address [{Word(index)}] - skipping",
            "an IPv4 or IPv6 address");
        return false;
    }

    /// <summary>ADDRESS[/LEN]; a bad length is reported and the longest used.</summary>
    public bool TryPrefix(string text, SourceSpan span, out IPPrefix prefix)
    {
        prefix = new IPPrefix(IPAddress.Any, 0);
        int slash = text.IndexOf('/');
        if (!ParseAddress(slash < 0 ? text : text.AsSpan(0, slash), out IPAddress address))
        {
            return false;
        }

        int most = MaxLength(address);
        int length = most;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture,
            out length)
            || length > most))
        {
            Diagnostics.Error(span,
                $"Invalid address prefix len {text[(slash + 1)..]} for address {text} - using {most}");
            length = most;
        }

        prefix = new IPPrefix(address, length);
        return true;
    }

    public static int MaxLength(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32;

    /// <summary>The name of a track_group that is defined already, or "" after reporting.</summary>
    public string KnownTrackGroup(ConfigLine line, string name)
    {
        if (name.Length == 0 || Draft.TrackGroups.Exists(g => g.Name == name))
        {
            return name;
        }

        Diagnostics.Error(line.Span, $"{Context}track_group {name} not found - ignoring",
            $"track_group {name} {{ ... }} before this line");
        return "";
    }

    /// <summary>Reads ADDRESS [PORT] from word <paramref name="index"/>; port 0 when absent.</summary>
    public bool TryEndpoint(int index, out IPAddress address, out ushort port, out bool hasPort)
    {
        port = 0;
        hasPort = index + 1 < Line.Words.Length;
        if (!ParseAddress(Word(index), out address))
        {
            return false;
        }

        if (hasPort && !ushort.TryParse(Word(index + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port))
        {
            return false;
        }

        return true;
    }
}
