using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Keepalived.Daemon.Mail;

/// <summary>
/// One connection per mail, as the reference does: no TLS, no authentication. Every step has the configured limit, and
/// the whole twice that, so that a relay that answers one octet at a time holds nothing for long.
/// </summary>
internal sealed class MailKitTransport(MailConfig relay) : IMailTransport
{
    public async Task<string?> SendAsync(MailMessage message, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(relay.ConnectTimeout * 2);
        try
        {
            using SmtpClient client = new();
            client.Timeout = (int)relay.ConnectTimeout.TotalMilliseconds;
            if (relay.HeloName.Length > 0)
            {
                client.LocalDomain = relay.HeloName;
            }

            await client
                .ConnectAsync(relay.Server, relay.Port, SecureSocketOptions.None, limit.Token)
                .ConfigureAwait(false);
            using MimeMessage mail = Compose(message);
            await client.SendAsync(mail, limit.Token).ConfigureAwait(false);
            await client.DisconnectAsync(quit: true, limit.Token).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"no answer from {relay.Server} in time";
        }
        catch (Exception e)
        {
            return e.Message.ReplaceLineEndings(" ");
        }
    }

    internal static MimeMessage Compose(MailMessage message)
    {
        MimeMessage mail = new();
        mail.From.Add(Address(message.From));
        foreach (string recipient in message.To)
        {
            mail.To.Add(Address(recipient));
        }

        mail.Subject = message.Subject;
        mail.Headers.Add("X-Mailer", "Keepalived");
        mail.Body = new TextPart("plain") { Text = message.Body };
        return mail;
    }

    // A bare local part ("root") is an address too; the relay completes it.
    private static MailboxAddress Address(string address) => new("", address);
}
