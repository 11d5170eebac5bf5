using Keepalived.Config.Model;
using Keepalived.Core.Notify;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Notify;

/// <summary>What the notify actors need of the world.</summary>
public sealed record NotifyServices
{
    public required IScriptRunner Scripts { get; init; }

    public IScriptResolver ScriptResolver { get; init; } = new UncheckedScripts();

    /// <summary>Opens <c>notify_fifo</c> and its kin.</summary>
    public INotifyPipes Pipes { get; init; } = new NoNotifyPipes();

    /// <summary>A transport for the relay of these settings; null: mails cannot be sent by this process.</summary>
    public Func<MailConfig, IMailTransport>? MailTransport { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public MailQueueLimits MailLimits { get; init; } = MailQueueLimits.Default;

    /// <summary>First and longest pause before a failed child is made again.</summary>
    public TimeSpan FirstRestartDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestRestartDelay { get; init; } = TimeSpan.FromSeconds(60);
}
