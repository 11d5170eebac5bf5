using System.Collections.Concurrent;
using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Keepalived.Core.Tests;

namespace Keepalived.Actors.Tests.Notify;

/// <summary>Scripts that end when the test says so, and a relay that answers as the test says.</summary>
internal sealed class NotifyWorld : IScriptRunner, IMailTransport
{
    public ConcurrentQueue<StartedScript> Started { get; } = [];

    public ConcurrentQueue<MailMessage> Mails { get; } = [];

    /// <summary>Thrown when a script is started: a bug in the runner.</summary>
    public Exception? Bug { get; set; }

    public Func<MailMessage, Task<string?>> Answer { get; set; } = _ => Task.FromResult<string?>(null);

    public IScriptRun Run(ScriptCommand command, TimeSpan timeout, Action<ScriptResult> onExit)
    {
        if (Bug is { } bug)
        {
            Bug = null;
            throw bug;
        }

        StartedScript script = new(string.Join(' ', command.Words), timeout, onExit);
        Started.Enqueue(script);
        return script;
    }

    public Task<string?> SendAsync(MailMessage message, CancellationToken cancellation)
    {
        Mails.Enqueue(message);
        return Answer(message);
    }

    public static VrrpInstanceConfig Instance(string name) => ConfLines.Instance($"""
        smtp_alert
        notify_master "/master {name}"
        notify_stop "/stop {name}"
        notify /any
        """) with { Name = name };

    public static GlobalConfig Global { get; } = new()
    {
        RouterId = "r",
        Mail = new MailConfig { Server = "127.0.0.1", To = ["root@localhost"], From = "ka@example.org" },
    };

    internal sealed record StartedScript(string Line, TimeSpan Timeout, Action<ScriptResult> OnExit) : IScriptRun
    {
        public void End(int status = 0) => OnExit(new ScriptResult(status, 0, false, 0));

        public bool WasKilled { get; private set; }

        public void Kill(TimeSpan grace) => WasKilled = true;
    }
}
