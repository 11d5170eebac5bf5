using System.Collections.Immutable;

namespace Keepalived.Core.Ports;

public sealed record MailMessage(string From, ImmutableArray<string> To, string Subject, string Body);

/// <summary>Hands one mail to the relay. Throws nothing: null means accepted, else what went wrong.</summary>
public interface IMailTransport
{
    Task<string?> SendAsync(MailMessage message, CancellationToken cancellation);
}
