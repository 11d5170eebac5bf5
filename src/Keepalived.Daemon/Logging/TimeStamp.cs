using System.Globalization;

namespace Keepalived.Daemon.Logging;

/// <summary>
/// The time as ctime(3) has it, with the day of the month padded with a blank, and a colon: made once for all lines of
/// a second. Not for several threads.
/// </summary>
internal sealed class TimeStamp
{
    private long _second = long.MinValue;
    private TimeSpan _offset;
    private string _text = "";

    /// <summary><c>Mon Nov 23 06:50:41 2026: </c></summary>
    public string Of(DateTimeOffset time)
    {
        long second = time.ToUnixTimeSeconds();
        if (second != _second || time.Offset != _offset)
        {
            (_second, _offset) = (second, time.Offset);
            _text = string.Create(
                CultureInfo.InvariantCulture, $"{time:ddd MMM} {time.Day,2} {time:HH:mm:ss yyyy}: ");
        }

        return _text;
    }
}
