using Keepalived.Config.Model;
using Keepalived.Core.Notify;

namespace Keepalived.Actors.Notify;

/// <summary>The mail queue and what was mailed last, which outlive a failure of the actor that works on them.</summary>
internal sealed class MailState(MailQueueLimits limits)
{
    public MailQueue Queue { get; } = new(limits);

    public MailPolicy Policy { get; } = new();

    public GlobalConfig Global { get; set; } = new();

    public string LastError { get; set; } = "";
}
