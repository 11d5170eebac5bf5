using System.Globalization;

namespace Keepalived.Daemon.Hosting;

/// <summary>What a <c>reload_time_file</c> says.</summary>
/// <param name="At">When to reload next.</param>
/// <param name="IsDaily">Only a time of day was given: it may come again.</param>
internal readonly record struct ReloadTime(DateTimeOffset At, bool IsDaily)
{
    private const string TimeFormat = "HH:mm:ss";
    private const string DateFormat = "yyyy-MM-dd HH:mm:ss";

    // Local time of either could leave what DateTime holds.
    private const int FirstYear = 1970;
    private const int LastYear = 9998;

    // Two digits of a year mean 2000 to 2099.
    private const string Century = "20";

    /// <summary>HH:MM:SS, [YY]YY-MM-DD HH:MM:SS, with a Z behind it for UTC; local time otherwise.</summary>
    /// <param name="content">Of the file.</param>
    /// <param name="now">The wall clock.</param>
    /// <param name="zone">Where local time is that of.</param>
    /// <param name="time">The next such moment after <paramref name="now"/>.</param>
    /// <param name="refusal">Why there is none; empty if there is.</param>
    public static bool TryRead(
        string content, DateTimeOffset now, TimeZoneInfo zone, out ReloadTime time, out string refusal)
    {
        string text = content.Trim();
        (time, refusal) = (default, "");
        TimeZoneInfo place = zone;
        if (text.EndsWith('Z'))
        {
            text = text[..^1].TrimEnd();
            place = TimeZoneInfo.Utc;
        }

        if (TimeOnly.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
        {
            DateTime day = TimeZoneInfo.ConvertTime(now, place).Date;
            DateTimeOffset at = In(place, day + clock.ToTimeSpan());
            time = new ReloadTime(at > now ? at : In(place, day.AddDays(1) + clock.ToTimeSpan()), IsDaily: true);
            return true;
        }

        string full = text.Length == DateFormat.Length - Century.Length ? Century + text : text;
        if (!DateTime.TryParseExact(
            full, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date)
            || date.Year is < FirstYear or > LastYear)
        {
            refusal = $"'{text}' is no time (HH:MM:SS or YYYY-MM-DD HH:MM:SS, with a Z behind it for UTC)";
            return false;
        }

        time = new ReloadTime(In(place, date), IsDaily: false);
        refusal = time.At > now ? "" : $"'{text}' is in the past";
        return refusal.Length == 0;
    }

    // A moment that the summer time leaves out is that of the clock that was not yet changed.
    private static DateTimeOffset In(TimeZoneInfo zone, DateTime local) => new(local, zone.GetUtcOffset(local));
}
