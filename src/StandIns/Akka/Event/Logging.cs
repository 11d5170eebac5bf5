using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Event;

/// <summary>Writes log entries for one source.</summary>
public interface ILoggingAdapter
{
    ILogMessageFormatter Formatter { get; }
    bool IsDebugEnabled { get; }
    bool IsEnabled(LogLevel logLevel);
    void Log(LogLevel logLevel, Exception cause, string format);
    void Log(LogLevel logLevel, Exception cause, LogMessage message);
}

/// <summary>Where logs come from.</summary>
public static class Logging
{
    public static ILoggingAdapter GetLogger(this IActorContext context, ILogMessageFormatter logMessageFormatter = null)
    {
        Type type = ((ActorCell)context).Actor?.GetType() ?? ((ActorCell)context).ActorType;
        return new BusAdapter(context.System.EventStream, context.Self.Path.ToString(), type, logMessageFormatter);
    }

    public static ILoggingAdapter GetLogger(
        ActorSystem system, object logSourceObj, ILogMessageFormatter logMessageFormatter = null) =>
        new BusAdapter(
            system.EventStream, $"{SourceName(logSourceObj)} ({system.Name})", SourceType(
                logSourceObj), logMessageFormatter);

    public static ILoggingAdapter GetLogger(
        LoggingBus loggingBus, object logSourceObj, ILogMessageFormatter logMessageFormatter = null) =>
        new BusAdapter(loggingBus, SourceName(logSourceObj), SourceType(logSourceObj), logMessageFormatter);

    public static LogLevel LogLevelFor(string logLevel) => logLevel?.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.DebugLevel,
        "INFO" => LogLevel.InfoLevel,
        "WARNING" => LogLevel.WarningLevel,
        "ERROR" => LogLevel.ErrorLevel,
        "OFF" => (LogLevel)int.MaxValue,
        _ => throw new ArgumentException($"""Unknown LogLevel: "{logLevel}".""", nameof(logLevel)),
    };

    internal static void StartLoggers(ActorSystemImpl system, Config config)
    {
        TimeSpan limit = config.GetTimeSpan("akka.logger-startup-timeout");
        int id = 0;
        foreach (string name in config.GetStringList("akka.loggers"))
        {
            Type type = TypeNames.Resolve(name);
            IActorRef logger = system.SystemActorOf(Props.Create(type), $"log{++id}-{type.Name}");
            Task<LoggerInitialized> ready = logger.Ask<LoggerInitialized>(
                new InitializeLogger(system.EventStream), limit);
            bool isReady = ((IAsyncResult)ready).AsyncWaitHandle.WaitOne() && ready.IsCompletedSuccessfully;
            foreach (Type entry in new[] { typeof(Debug), typeof(Info), typeof(Warning), typeof(Error) })
            {
                system.EventStream.Subscribe(logger, entry);
            }
            if (!isReady)
            {
                system.Log.Warning("Logger {0} did not respond within {1} to InitializeLogger", type.FullName, limit);
            }
        }
    }

    private static string SourceName(object source) => source switch
    {
        string text => text,
        Type type => type.Name,
        IActorRef actor => actor.Path.ToString(),
        _ => source.GetType().Name,
    };

    private static Type SourceType(object source) => source as Type ?? source.GetType();

    private sealed class BusAdapter(LoggingBus bus, string source, Type type, ILogMessageFormatter formatter)
        : ILoggingAdapter
    {
        public ILogMessageFormatter Formatter { get; } = formatter ?? TemplateFormatter.Instance;
        public bool IsDebugEnabled => IsEnabled(LogLevel.DebugLevel);
        public bool IsEnabled(LogLevel logLevel) => logLevel >= bus.LogLevel;
        public void Log(LogLevel logLevel, Exception cause, string format) => Publish(logLevel, cause, format);
        public void Log(LogLevel logLevel, Exception cause, LogMessage message) => Publish(logLevel, cause, message);

        private void Publish(LogLevel level, Exception cause, object message)
        {
            if (IsEnabled(level))
            {
                bus.Publish(level switch
                {
                    LogLevel.DebugLevel => new Debug(cause, source, type, message),
                    LogLevel.InfoLevel => new Info(cause, source, type, message),
                    LogLevel.WarningLevel => new Warning(cause, source, type, message),
                    _ => new Error(cause, source, type, message),
                });
            }
        }
    }
}

/// <summary>Writes entries to the standard output.</summary>
public class DefaultLogger : UntypedActor
{
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                break;
            case LogEvent e:
                Console.WriteLine(e.ToString());
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
