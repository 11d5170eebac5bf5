using System.Globalization;
using System.Threading.Channels;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace Keepalived.Daemon.Logging;

/// <summary>
/// Takes log events from any thread without ever blocking and writes them on a thread of its own. What does not fit
/// into the queue is dropped; the number of dropped lines is written as soon as there is room.
/// </summary>
internal sealed class LogPump : ILogEventSink, IDisposable
{
    /// <summary>Each thread's own: there are thousands of lines at once.</summary>
    [ThreadStatic]
    private static StringWriter? s_text;

    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(1);

    /// <summary>Lines between two flushes at most.</summary>
    private const int LongestBatch = 256;

    // Strings without quotes: the templates put them into sentences.
    private readonly MessageTemplateTextFormatter _formatter = new("{Message:lj}", CultureInfo.InvariantCulture);
    private readonly Channel<LogLine> _lines;
    private readonly ILogOutput[] _outputs;
    private readonly bool _withStackTraces;
    private readonly Thread _thread;
    private long _dropped;
    private long _unreported;

    /// <param name="outputs">Disposed of with the pump.</param>
    /// <param name="capacity">Lines that wait at most.</param>
    /// <param name="withStackTraces">Write where an exception came from, not only what it says.</param>
    public LogPump(IEnumerable<ILogOutput> outputs, int capacity, bool withStackTraces = false)
    {
        _outputs = [.. outputs];
        _withStackTraces = withStackTraces;
        _lines = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _thread = new Thread(Run) { Name = "log", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Lines lost because too many waited.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public void Emit(LogEvent logEvent)
    {
        StringWriter text = s_text ??= new StringWriter(CultureInfo.InvariantCulture);
        text.GetStringBuilder().Clear();
        _formatter.Format(logEvent, text);
        text.Write(Summary(logEvent.Exception));
        string ident = Subsystem.IdentOf(logEvent);
        Enqueue(new LogLine(logEvent.Timestamp, logEvent.Level, ident, text.ToString()));
        if (_withStackTraces && logEvent.Exception is { } exception)
        {
            foreach (string frame in exception.ToString().Split('\n'))
            {
                Enqueue(new LogLine(logEvent.Timestamp, logEvent.Level, ident, frame.TrimEnd()));
            }
        }
    }

    /// <summary>Writes what waits, for at most a second.</summary>
    public void Dispose()
    {
        _lines.Writer.TryComplete();
        if (_thread.Join(StopTime))
        {
            Array.ForEach(_outputs, output => output.Dispose());
        }
    }

    private static string Summary(Exception? exception) =>
        exception is null ? "" : $": {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}";

    private void Enqueue(in LogLine line)
    {
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _dropped);
            Interlocked.Increment(ref _unreported);
        }
    }

    private void Run()
    {
        ChannelReader<LogLine> reader = _lines.Reader;
        while (Wait(reader))
        {
            for (int i = 0; i < LongestBatch && reader.TryRead(out LogLine line); i++)
            {
                Write(line);
                ReportDropped(line.Time);
            }

            Array.ForEach(_outputs, output => Guard(output.Flush));
        }
    }

    // A thread of its own that waits: the pool must not be needed to say that the pool is exhausted.
    private static bool Wait(ChannelReader<LogLine> reader)
    {
        ValueTask<bool> wait = reader.WaitToReadAsync();
        return wait.IsCompletedSuccessfully ? wait.Result : wait.AsTask().GetAwaiter().GetResult();
    }

    private void ReportDropped(DateTimeOffset time)
    {
        if (Interlocked.Exchange(ref _unreported, 0) is long lost and > 0)
        {
            Write(new LogLine(time, LogEventLevel.Warning, Subsystem.Parent, $"{lost} log lines were lost"));
        }
    }

    private void Write(LogLine line)
    {
        foreach (ILogOutput output in _outputs)
        {
            try
            {
                output.Write(line);
            }
            catch (Exception)
            {
                // There is nowhere to say it.
            }
        }
    }

    // A full disk or a closed terminal must not end logging elsewhere.
    private static void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception)
        {
            // There is nowhere to say it.
        }
    }
}
