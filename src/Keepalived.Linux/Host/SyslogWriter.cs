using System.Globalization;
using System.Text;

namespace Keepalived.Linux.Host;

/// <summary>Severities of RFC 3164 4.1.1.</summary>
public enum SyslogSeverity
{
    Emergency,
    Alert,
    Critical,
    Error,
    Warning,
    Notice,
    Information,
    Debug,
}

/// <summary>
/// Writes to the local syslog in the form of RFC 3164, a datagram per line. It never waits: what the logger does not
/// take is counted, and the count is written as soon as it takes something again.
/// </summary>
public sealed class SyslogWriter : IDisposable
{
    public const string DefaultSocket = "/dev/log";

    /// <summary>Characters of a line at most; the rest is cut off.</summary>
    private const int MaxLine = 4096;

    private readonly DatagramSender _sender;
    private readonly TimeProvider _time;
    private readonly int _facility;
    private long _lost;
    private long _unreported;
    private bool _isAway;

    /// <param name="facility">0..23; 3 = daemon, 16..23 = local0..local7.</param>
    /// <param name="time">For the stamps, in local time.</param>
    /// <param name="socket">Of the logger.</param>
    public SyslogWriter(int facility, TimeProvider time, string socket = DefaultSocket)
    {
        _facility = facility;
        _time = time;
        _sender = new DatagramSender(socket);
    }

    /// <summary>Lines that nobody took so far.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>
    /// A logger that was not there is looked for again: until then its lines are lost without a look for each.
    /// </summary>
    public void LookAgain() => _isAway = false;

    /// <summary>One thread at a time.</summary>
    /// <param name="severity">How bad it is.</param>
    /// <param name="ident">The program, such as <c>Keepalived_vrrp</c>.</param>
    /// <param name="text">Control characters become blanks.</param>
    public void Write(SyslogSeverity severity, string ident, string text)
    {
        long unreported = Interlocked.Exchange(ref _unreported, 0);
        bool isTaking = !_isAway
            && (unreported == 0 || Send(SyslogSeverity.Warning, ident, $"{unreported} log lines were lost"));
        if (!isTaking)
        {
            Interlocked.Add(ref _unreported, unreported);
        }

        if (!isTaking || !Send(severity, ident, text))
        {
            _isAway = !_sender.IsConnected;
            Interlocked.Increment(ref _lost);
            Interlocked.Increment(ref _unreported);
        }
    }

    public void Dispose() => _sender.Dispose();

    internal string Format(SyslogSeverity severity, string ident, string text)
    {
        DateTimeOffset now = _time.GetLocalNow();
        var line = new StringBuilder(text.Length + 64);
        // RFC 3164 4.1.2: the day of the month is padded with a blank.
        line.Append(CultureInfo.InvariantCulture, $"<{(_facility * 8) + (int)severity}>");
        line.Append(now.ToString("MMM ", CultureInfo.InvariantCulture)).Append($"{now.Day,2}");
        line.Append(now.ToString(" HH:mm:ss ", CultureInfo.InvariantCulture));
        line.Append(CultureInfo.InvariantCulture, $"{ident}[{Environment.ProcessId}]: ");
        foreach (char character in text.AsSpan(0, Math.Min(text.Length, MaxLine)))
        {
            line.Append(char.IsControl(character) ? ' ' : character);
        }

        return line.ToString();
    }

    private bool Send(SyslogSeverity severity, string ident, string text) =>
        _sender.TrySend(Encoding.UTF8.GetBytes(Format(severity, ident, text)));
}
