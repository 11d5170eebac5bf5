using Keepalived.Linux.Host;
using Serilog.Events;

namespace Keepalived.Daemon.Logging;

internal sealed class SyslogOutput(SyslogWriter writer) : ILogOutput
{
    public void Write(in LogLine line) => writer.Write(Severity(line.Level), line.Ident, line.Text);

    public void Flush() => writer.LookAgain();

    public void Dispose() => writer.Dispose();

    internal static SyslogSeverity Severity(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => SyslogSeverity.Critical,
        LogEventLevel.Error => SyslogSeverity.Error,
        LogEventLevel.Warning => SyslogSeverity.Warning,
        LogEventLevel.Information => SyslogSeverity.Information,
        _ => SyslogSeverity.Debug,
    };
}
