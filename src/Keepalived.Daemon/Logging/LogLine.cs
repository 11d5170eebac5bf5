using Serilog.Events;

namespace Keepalived.Daemon.Logging;

/// <summary>One line, ready to be written.</summary>
/// <param name="Ident">Syslog ident of the subsystem.</param>
internal readonly record struct LogLine(DateTimeOffset Time, LogEventLevel Level, string Ident, string Text);

/// <summary>Where lines go. Called by one thread only, which may block.</summary>
internal interface ILogOutput : IDisposable
{
    void Write(in LogLine line);

    /// <summary>Nothing more waits for now.</summary>
    void Flush();
}
