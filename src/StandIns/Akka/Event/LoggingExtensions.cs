using static Akka.Event.LogLevel;

namespace Akka.Event;

/// <summary>A method per level. Arguments are only put into the template if somebody reads the entry.</summary>
public static class LoggingExtensions
{
    public static void Debug(this ILoggingAdapter log, string format) => log.Log(DebugLevel, null, format);
    public static void Debug<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        Write(log, DebugLevel, null, format, arg1);
    public static void Debug<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        Write(log, DebugLevel, null, format, arg1, arg2);
    public static void Debug<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        Write(log, DebugLevel, null, format, arg1, arg2, arg3);
    public static void Debug<T1, T2, T3, T4>(
        this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Write(log, DebugLevel, null, format, arg1, arg2, arg3, arg4);
    public static void Debug(this ILoggingAdapter log, Exception cause, string format) =>
        log.Log(DebugLevel, cause, format);
    public static void Debug<T1>(this ILoggingAdapter log, Exception cause, string format, T1 arg1) =>
        Write(log, DebugLevel, cause, format, arg1);
    public static void Debug<T1, T2>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2) =>
        Write(log, DebugLevel, cause, format, arg1, arg2);
    public static void Info(this ILoggingAdapter log, string format) => log.Log(InfoLevel, null, format);
    public static void Info<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        Write(log, InfoLevel, null, format, arg1);
    public static void Info<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        Write(log, InfoLevel, null, format, arg1, arg2);
    public static void Info<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        Write(log, InfoLevel, null, format, arg1, arg2, arg3);
    public static void Info<T1, T2, T3, T4>(
        this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Write(log, InfoLevel, null, format, arg1, arg2, arg3, arg4);
    public static void Info(this ILoggingAdapter log, Exception cause, string format) =>
        log.Log(InfoLevel, cause, format);
    public static void Info<T1>(this ILoggingAdapter log, Exception cause, string format, T1 arg1) =>
        Write(log, InfoLevel, cause, format, arg1);
    public static void Info<T1, T2>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2) =>
        Write(log, InfoLevel, cause, format, arg1, arg2);
    public static void Warning(this ILoggingAdapter log, string format) => log.Log(WarningLevel, null, format);
    public static void Warning<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        Write(log, WarningLevel, null, format, arg1);
    public static void Warning<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        Write(log, WarningLevel, null, format, arg1, arg2);
    public static void Warning<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        Write(log, WarningLevel, null, format, arg1, arg2, arg3);
    public static void Warning<T1, T2, T3, T4>(
        this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Write(log, WarningLevel, null, format, arg1, arg2, arg3, arg4);
    public static void Warning(this ILoggingAdapter log, Exception cause, string format) =>
        log.Log(WarningLevel, cause, format);
    public static void Warning<T1>(this ILoggingAdapter log, Exception cause, string format, T1 arg1) =>
        Write(log, WarningLevel, cause, format, arg1);
    public static void Warning<T1, T2>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2) =>
        Write(log, WarningLevel, cause, format, arg1, arg2);
    public static void Error(this ILoggingAdapter log, string format) => log.Log(ErrorLevel, null, format);
    public static void Error<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        Write(log, ErrorLevel, null, format, arg1);
    public static void Error<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        Write(log, ErrorLevel, null, format, arg1, arg2);
    public static void Error<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        Write(log, ErrorLevel, null, format, arg1, arg2, arg3);
    public static void Error<T1, T2, T3, T4>(
        this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Write(log, ErrorLevel, null, format, arg1, arg2, arg3, arg4);
    public static void Error(this ILoggingAdapter log, Exception cause, string format) =>
        log.Log(ErrorLevel, cause, format);
    public static void Error<T1>(this ILoggingAdapter log, Exception cause, string format, T1 arg1) =>
        Write(log, ErrorLevel, cause, format, arg1);
    public static void Error<T1, T2>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2) =>
        Write(log, ErrorLevel, cause, format, arg1, arg2);

    private static void Write(ILoggingAdapter log, LogLevel level, Exception cause, string format, params object[] args)
    {
        if (log.IsEnabled(level)) { log.Log(level, cause, new FormattedLogMessage(log.Formatter, format, args)); }
    }
}
