using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailKit.Security;
using MimeKit;

namespace MailKit.Net.Smtp;

/// <summary>
/// Hands messages to a mail server (RFC 5321), encrypted if wanted (RFC 3207), with a password if needed (RFC 4954).
/// </summary>
public class SmtpClient : IDisposable
{
    private readonly HashSet<string> _mechanisms = new(StringComparer.OrdinalIgnoreCase);
    private SmtpConnection _connection;
    private bool _offersStartTls;
    public string LocalDomain { get; set; }
    public int Timeout { get; set; } = 120_000;
    public RemoteCertificateValidationCallback ServerCertificateValidationCallback { get; set; }
    public bool CheckCertificateRevocation { get; set; } = true;
    public bool IsConnected => _connection is not null;
    public bool IsSecure => _connection?.IsEncrypted == true;

    /// <summary>Connects and says hello. Port 0 is the usual one.</summary>
    /// <exception cref="SocketException">No connection came about.</exception>
    /// <exception cref="SmtpCommandException">The server refuses us.</exception>
    /// <exception cref="SslHandshakeException">Encryption could not be set up.</exception>
    /// <exception cref="NotSupportedException">STARTTLS is required and not offered.</exception>
    public async Task ConnectAsync(
        string host,
        int port = 0,
        SecureSocketOptions options = SecureSocketOptions.Auto,
        CancellationToken cancellationToken = default)
    {
        if (IsConnected) { throw new InvalidOperationException("The SmtpClient is already connected."); }
        if (options == SecureSocketOptions.Auto)
        {
            options = port == 465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTlsWhenAvailable;
        }
        bool atOnce = options == SecureSocketOptions.SslOnConnect;
        int target = port != 0 ? port : atOnce ? 465 : 25;
        _connection = await SmtpConnection.OpenAsync(host, target, Timeout, cancellationToken).ConfigureAwait(false);
        try
        {
            if (atOnce) { await EncryptAsync(host, cancellationToken).ConfigureAwait(false); }
            SmtpReply greeting = await _connection.ReadAsync(cancellationToken).ConfigureAwait(false);
            greeting.Require(220);
            await GreetAsync(cancellationToken).ConfigureAwait(false);
            await StartTlsAsync(host, options, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>Shows a name and a password, by PLAIN.</summary>
    /// <exception cref="AuthenticationException">They were not accepted.</exception>
    /// <exception cref="NotSupportedException">The server does not offer that.</exception>
    public async Task AuthenticateAsync(string userName, string password, CancellationToken cancellationToken = default)
    {
        SmtpConnection connection = Connected();
        SmtpReply reply;
        if (_mechanisms.Contains("PLAIN"))
        {
            string token = Base64($"\0{userName}\0{password}");
            reply = await connection.CommandAsync("AUTH PLAIN " + token, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            throw new NotSupportedException("The SMTP server does not support authentication by password.");
        }
        if (reply.Code != 235)
        {
            throw new AuthenticationException($"{reply.Code}: {reply.Text}");
        }
    }

    /// <summary>Hands over a message to all its recipients. Returns the server's last words.</summary>
    /// <exception cref="SmtpCommandException">The server refused the sender, a recipient or the message.</exception>
    /// <exception cref="InvalidOperationException">No sender or no recipient.</exception>
    public async Task<string> SendAsync(
        MimeMessage message, CancellationToken cancellationToken = default, ITransferProgress progress = null)
    {
        SmtpConnection connection = Connected();
        MailboxAddress sender = message.From.Mailboxes.FirstOrDefault()
            ?? throw new InvalidOperationException("No sender has been specified.");
        MailboxAddress[] recipients = [.. message.To.Mailboxes];
        if (recipients.Length == 0) { throw new InvalidOperationException("No recipients have been specified."); }
        try
        {
            SmtpReply reply = await connection.CommandAsync(
                $"MAIL FROM:<{Line(sender.Address)}>", cancellationToken).ConfigureAwait(false);
            reply.Require(250);
            foreach (MailboxAddress recipient in recipients)
            {
                reply = await connection.CommandAsync(
                    $"RCPT TO:<{Line(recipient.Address)}>", cancellationToken).ConfigureAwait(false);
                reply.Require(250, 251);
            }
            reply = await connection.CommandAsync("DATA", cancellationToken).ConfigureAwait(false);
            reply.Require(354);
            string text = message.ToString();
            reply = await connection.DataAsync(text, cancellationToken).ConfigureAwait(false);
            reply.Require(250);
            progress?.Report(text.Length);
            return reply.Text;
        }
        catch (SmtpCommandException)
        {
            // The connection stays usable for the next message.
            await connection.CommandAsync("RSET", cancellationToken).ConfigureAwait(false);
            throw;
        }
        catch
        {
            // Nobody knows where in the conversation the server is.
            Close();
            throw;
        }
    }

    public async Task DisconnectAsync(bool quit, CancellationToken cancellationToken = default)
    {
        try
        {
            if (quit && IsConnected)
            {
                await _connection.CommandAsync("QUIT", cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ProtocolException or TimeoutException)
        {
            // It is gone already.
        }
        finally { Close(); }
    }

    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Line(string address) => address.AsSpan().IndexOfAny("\r\n<> ") < 0
        ? address
        : throw new InvalidOperationException($"'{address.ReplaceLineEndings(" ")}' is no address.");

    private SmtpConnection Connected() =>
        _connection ?? throw new ServiceNotConnectedException("The SmtpClient is not connected.");

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        string name = LocalDomain ?? _connection.LocalName;
        SmtpReply reply = await _connection.CommandAsync("EHLO " + name, cancellationToken).ConfigureAwait(false);
        if (reply.Code != 250)
        {
            reply = await _connection.CommandAsync("HELO " + name, cancellationToken).ConfigureAwait(false);
        }
        reply.Require(250);
        _mechanisms.Clear();
        _offersStartTls = false;
        foreach (string[] words in reply.Text.Split('\n').Skip(1).Select(line => line.Split(' ', '=')))
        {
            _offersStartTls |= words[0].Equals("STARTTLS", StringComparison.OrdinalIgnoreCase);
            if (words[0].Equals("AUTH", StringComparison.OrdinalIgnoreCase)) { _mechanisms.UnionWith(words.Skip(1)); }
        }
    }

    private async Task StartTlsAsync(string host, SecureSocketOptions options, CancellationToken cancellationToken)
    {
        bool wanted = options == SecureSocketOptions.StartTls
            || (options == SecureSocketOptions.StartTlsWhenAvailable && _offersStartTls);
        if (!wanted) { return; }
        if (!_offersStartTls)
        {
            throw new NotSupportedException("The SMTP server does not support the STARTTLS extension.");
        }
        SmtpReply reply = await _connection.CommandAsync("STARTTLS", cancellationToken).ConfigureAwait(false);
        reply.Require(220);
        await EncryptAsync(host, cancellationToken).ConfigureAwait(false);
        // RFC 3207 4.2: what was said before does not count any more.
        await GreetAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task EncryptAsync(string host, CancellationToken cancellationToken)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            RemoteCertificateValidationCallback = ServerCertificateValidationCallback,
            CertificateRevocationCheckMode =
                CheckCertificateRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck,
        };
        return _connection.EncryptAsync(options, cancellationToken);
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
