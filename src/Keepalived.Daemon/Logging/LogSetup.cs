using Keepalived.Daemon.CommandLine;
using Keepalived.Linux.Host;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Keepalived.Daemon.Logging;

/// <summary>Builds the pipeline that the command line asks for.</summary>
internal static class LogSetup
{
    public const int DefaultQueue = 8192;

    /// <summary>
    /// Sets the static Serilog logger, which the actor system's logger writes to. Dispose of the pump at the end.
    /// </summary>
    public static LogPump Start(CommandLineOptions options, int queue = DefaultQueue)
    {
        List<ILogOutput> outputs = [];
        string failure = "";
        if (options.LogConsole)
        {
            outputs.Add(new ConsoleOutput(Console.OpenStandardError()));
        }

        if (!options.NoSyslog)
        {
            outputs.Add(new SyslogOutput(new SyslogWriter(options.LogFacility, TimeProvider.System)));
        }

        if (options.LogFile is { } path && FileOutput.TryOpen(path, options.FlushLogFile, out failure) is { } file)
        {
            outputs.Add(file);
        }

        LogPump pump = new(outputs, queue, withStackTraces: options.LogDetail > 0);
        Logger logger = new LoggerConfiguration()
            .MinimumLevel.Is(options.LogDetail > 0 ? LogEventLevel.Debug : LogEventLevel.Information)
            .Filter.ByExcluding(Subsystem.IsMachinery)
            .WriteTo.Sink(pump)
            .CreateLogger();
        Log.Logger = logger;
        if (failure.Length > 0)
        {
            Log.Warning("Cannot log to {File}: {Failure}", options.LogFile, failure);
        }

        return pump;
    }
}
