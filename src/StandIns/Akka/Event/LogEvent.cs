using System.Globalization;

namespace Akka.Event;

/// <summary>How much a log entry matters.</summary>
public enum LogLevel
{
    /// <summary>For whoever looks inside.</summary>
    DebugLevel,

    /// <summary>Worth knowing.</summary>
    InfoLevel,

    /// <summary>Unexpected.</summary>
    WarningLevel,

    /// <summary>Wrong.</summary>
    ErrorLevel,
}

/// <summary>A log entry on its way to the loggers.</summary>
public abstract class LogEvent
{
    /// <summary>Stamped now, on this thread.</summary>
    protected LogEvent()
    {
        Timestamp = TimeProvider.System.GetUtcNow().UtcDateTime;
        Thread = Thread.CurrentThread;
    }

    /// <summary>The exception it is about, or null.</summary>
    public Exception Cause { get; protected set; }

    /// <summary>When, in UTC.</summary>
    public DateTime Timestamp { get; private set; }

    /// <summary>On which thread.</summary>
    public Thread Thread { get; private set; }

    /// <summary>In whose name, mostly an actor's path.</summary>
    public string LogSource { get; protected set; }

    /// <summary>By which type.</summary>
    public Type LogClass { get; protected set; }

    /// <summary>The text, or a <see cref="LogMessage"/>.</summary>
    public object Message { get; protected set; }

    /// <summary>The level.</summary>
    public abstract LogLevel LogLevel();

    /// <inheritdoc />
    public override string ToString()
    {
        string level = LogLevel().ToString().Replace("Level", "").ToUpperInvariant();
        string stamp = Timestamp.ToString("MM/dd/yyyy HH:mm:ss.fffK", CultureInfo.InvariantCulture);
        string cause = Cause is null ? "" : $"{Environment.NewLine}Cause: {Cause}";
        return $"[{level}][{stamp}][Thread {Thread.ManagedThreadId:0000}][{LogSource}] {Message}{cause}";
    }
}

/// <summary>Wrong.</summary>
public class Error : LogEvent
{
    /// <summary>With origin and message.</summary>
    public Error(Exception cause, string logSource, Type logClass, object message) =>
        (Cause, LogSource, LogClass, Message) = (cause, logSource, logClass, message);

    /// <inheritdoc />
    public override LogLevel LogLevel() => Event.LogLevel.ErrorLevel;
}

/// <summary>Unexpected.</summary>
public class Warning : LogEvent
{
    /// <summary>With origin and message.</summary>
    public Warning(Exception cause, string logSource, Type logClass, object message) =>
        (Cause, LogSource, LogClass, Message) = (cause, logSource, logClass, message);

    /// <inheritdoc />
    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;
}

/// <summary>Worth knowing.</summary>
public class Info : LogEvent
{
    /// <summary>With origin and message.</summary>
    public Info(Exception cause, string logSource, Type logClass, object message) =>
        (Cause, LogSource, LogClass, Message) = (cause, logSource, logClass, message);

    /// <inheritdoc />
    public override LogLevel LogLevel() => Event.LogLevel.InfoLevel;
}

/// <summary>For whoever looks inside.</summary>
public class Debug : LogEvent
{
    /// <summary>With origin and message.</summary>
    public Debug(string logSource, Type logClass, object message) : this(null, logSource, logClass, message)
    {
    }

    /// <summary>With origin and message.</summary>
    public Debug(Exception cause, string logSource, Type logClass, object message) =>
        (Cause, LogSource, LogClass, Message) = (cause, logSource, logClass, message);

    /// <inheritdoc />
    public override LogLevel LogLevel() => Event.LogLevel.DebugLevel;
}

/// <summary>Asks a logger to get ready. It answers with <see cref="LoggerInitialized"/>.</summary>
public class InitializeLogger
{
    /// <summary>With the bus it will be subscribed to.</summary>
    public InitializeLogger(LoggingBus loggingBus) => LoggingBus = loggingBus;

    /// <summary>The bus it will be subscribed to.</summary>
    public LoggingBus LoggingBus { get; private set; }
}

/// <summary>A logger is ready.</summary>
public class LoggerInitialized : IDeadLetterSuppression
{
}

/// <summary>Marks the queue a logger needs.</summary>
public interface ILoggerMessageQueueSemantics
{
}
