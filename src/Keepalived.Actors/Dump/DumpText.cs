using System.Globalization;
using System.Text;

namespace Keepalived.Actors.Dump;

/// <summary>The layout of keepalived's data files: headings between dashes, lines indented by their level.</summary>
internal sealed class DumpText
{
    private readonly StringBuilder _text = new();

    public void Heading(string name) => _text.Append("------< ").Append(name).Append(" >------\n");

    public void Line(int indent, string text) => _text.Append(' ', indent).Append(text).Append('\n');

    public void Value(int indent, string key, string value) => Line(indent, $"{key} = {value}");

    public void Value(int indent, string key, long value) =>
        Value(indent, key, value.ToString(CultureInfo.InvariantCulture));

    public void Value(int indent, string key, bool value) => Value(indent, key, value ? "true" : "false");

    /// <summary>
    /// What was written so far. In pieces: the whole text of a large host would stand on the large object heap.
    /// </summary>
    public StringBuilder Written => _text;

    public static string Enabled(bool value) => value ? "enabled" : "disabled";

    public static string YesNo(bool value) => value ? "yes" : "no";

    /// <summary>Seconds with six decimals.</summary>
    public static string Microseconds(TimeSpan span) => span.TotalSeconds.ToString("F6", CultureInfo.InvariantCulture);

    /// <summary>Seconds since 1970 with six decimals, then the same for people, as ctime(3) with a fraction.</summary>
    public static string Time(DateTimeOffset time, TimeZoneInfo zone)
    {
        long microseconds = (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        DateTimeOffset local = TimeZoneInfo.ConvertTime(time, zone);
        string people = string.Create(
            CultureInfo.InvariantCulture,
            $"{local:ddd MMM} {local.Day,2} {local:HH:mm:ss.ffffff yyyy}");
        return $"{UnixTime(microseconds)} ({people})";
    }

    public static string UnixTime(DateTimeOffset time) =>
        UnixTime((time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    private static string UnixTime(long microseconds) => string.Create(
        CultureInfo.InvariantCulture, $"{microseconds / 1_000_000}.{microseconds % 1_000_000:D6}");
}
