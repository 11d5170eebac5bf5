using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Serilog;
using SerilogLog = Serilog.Log;

namespace Akka.Logger.Serilog;

/// <summary>
/// Hands the actor system's log events to the static Serilog logger, with their origin as properties. A message with a
/// template keeps its template and arguments, so that sinks see structured fields.
/// </summary>
public class SerilogLogger : UntypedActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private readonly ILoggingAdapter _log = Logging.GetLogger(Context.System.EventStream, nameof(SerilogLogger));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Error e:
                For(e).Error(e.Cause, Template(e), Arguments(e));
                break;
            case Warning e:
                For(e).Warning(e.Cause, Template(e), Arguments(e));
                break;
            case Info e:
                For(e).Information(e.Cause, Template(e), Arguments(e));
                break;
            case Debug e:
                For(e).Debug(e.Cause, Template(e), Arguments(e));
                break;
            case InitializeLogger:
                _log.Info("SerilogLogger started");
                Sender.Tell(new LoggerInitialized());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static string Template(LogEvent e) => e.Message is LogMessage m ? m.Format : "{Message:l}";
    private static object[] Arguments(LogEvent e) => e.Message is LogMessage m ? [.. m.Parameters()] : [e.Message];

    private static ILogger For(LogEvent e) => SerilogLog.Logger
        .ForContext("SourceContext", e.LogClass.FullName)
        .ForContext("ActorPath", Context.Sender.Path)
        .ForContext("Timestamp", e.Timestamp)
        .ForContext("LogSource", e.LogSource)
        .ForContext("Thread", e.Thread.ManagedThreadId.ToString("0000"));
}
