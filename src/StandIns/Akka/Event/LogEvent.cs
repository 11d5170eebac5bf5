using System.Globalization;

namespace Akka.Event;

/// <summary>How much a log entry matters.</summary>
public enum LogLevel
{
    DebugLevel,
    InfoLevel,
    WarningLevel,
    ErrorLevel,
}

/// <summary>A log entry on its way to the loggers: stamped (in UTC) and with the thread it was made on.</summary>
public abstract class LogEvent
{
    private protected LogEvent(Exception cause, string source, Type type, object message) =>
        (Cause, LogSource, LogClass, Message) = (cause, source, type, message);

    public Exception Cause { get; }
    public DateTime Timestamp { get; } = TimeProvider.System.GetUtcNow().UtcDateTime;
    public Thread Thread { get; } = Thread.CurrentThread;
    public string LogSource { get; }
    public Type LogClass { get; }
    public object Message { get; }

    public abstract LogLevel LogLevel();

    public override string ToString()
    {
        string level = LogLevel().ToString().Replace("Level", "").ToUpperInvariant();
        string stamp = Timestamp.ToString("MM/dd/yyyy HH:mm:ss.fffK", CultureInfo.InvariantCulture);
        string cause = Cause is null ? "" : $"{Environment.NewLine}Cause: {Cause}";
        return $"[{level}][{stamp}][Thread {Thread.ManagedThreadId:0000}][{LogSource}] {Message}{cause}";
    }
}

/// <summary>Wrong.</summary>
public class Error(Exception cause, string logSource, Type logClass, object message)
    : LogEvent(cause, logSource, logClass, message)
{
    public override LogLevel LogLevel() => Event.LogLevel.ErrorLevel;
}

/// <summary>Unexpected.</summary>
public class Warning(Exception cause, string logSource, Type logClass, object message)
    : LogEvent(cause, logSource, logClass, message)
{
    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;
}

/// <summary>Worth knowing.</summary>
public class Info(Exception cause, string logSource, Type logClass, object message)
    : LogEvent(cause, logSource, logClass, message)
{
    public override LogLevel LogLevel() => Event.LogLevel.InfoLevel;
}

/// <summary>For whoever looks inside.</summary>
public class Debug(Exception cause, string logSource, Type logClass, object message)
    : LogEvent(cause, logSource, logClass, message)
{
    public override LogLevel LogLevel() => Event.LogLevel.DebugLevel;
}

/// <summary>Asks a logger to get ready. It answers with <see cref="LoggerInitialized"/>.</summary>
public class InitializeLogger(LoggingBus loggingBus)
{
    public LoggingBus LoggingBus { get; } = loggingBus;
}

/// <summary>A logger is ready.</summary>
public class LoggerInitialized : IDeadLetterSuppression;

/// <summary>Marks the queue a logger needs.</summary>
public interface ILoggerMessageQueueSemantics;
