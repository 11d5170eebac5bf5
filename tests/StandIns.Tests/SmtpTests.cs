using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace StandIns.Tests;

/// <summary>
/// Mail as it leaves. Sources: MailKit/Net/Smtp/SmtpClient.cs (MailKit), MimeKit/MimeMessage.cs, MimeKit/TextPart.cs
/// and MimeKit/MailboxAddress.cs (MimeKit).
/// </summary>
public sealed class SmtpTests
{
    // SmtpClient.cs ConnectAsync, SendAsync, DisconnectAsync.
    [Fact]
    public async Task Message_is_handed_over_to_all_recipients()
    {
        using var server = new SmtpServer();
        using var client = new SmtpClient { LocalDomain = "router.example", Timeout = 60_000 };
        await client.ConnectAsync("127.0.0.1", server.Port, SecureSocketOptions.None);
        Assert.True(client.IsConnected);
        string last = await client.SendAsync(Message("VI_1 - Entering MASTER state", "line one\nline two\n"));
        await client.DisconnectAsync(true);
        await server.Done;
        Assert.Contains("queued", last, StringComparison.Ordinal);
        Assert.False(client.IsConnected);
        Assert.Equal("EHLO router.example", server.Commands[0]);
        Assert.StartsWith("MAIL FROM:<keepalived@router.example>", server.Commands[1], StringComparison.Ordinal);
        Assert.StartsWith("RCPT TO:<admin@example.org>", server.Commands[2], StringComparison.Ordinal);
        Assert.StartsWith("RCPT TO:<root@localhost>", server.Commands[3], StringComparison.Ordinal);
        Assert.Equal("QUIT", server.Commands[^1]);
        Assert.Contains("Subject: VI_1 - Entering MASTER state", server.Data);
        Assert.Contains("From: keepalived@router.example", server.Data);
        Assert.Contains("To: Admin <admin@example.org>, root@localhost", server.Data);
        Assert.Contains("X-Mailer: Keepalived", server.Data);
        Assert.Contains("Date: Mon, 02 Jan 2023 03:04:05 +0100", server.Data);
        Assert.Equal(["line one", "line two"], server.Data.SkipWhile(l => l.Length > 0).Skip(1).Take(2));
    }

    // SmtpStream and SmtpDataFilter: a dot at the start of a line is doubled on the wire.
    [Fact]
    public async Task Lines_that_begin_with_a_dot_are_stuffed()
    {
        using var server = new SmtpServer();
        using var client = new SmtpClient { Timeout = 60_000 };
        await client.ConnectAsync("127.0.0.1", server.Port, SecureSocketOptions.None);
        await client.SendAsync(Message("dots", ".\n..hidden\n"));
        await client.DisconnectAsync(true);
        await server.Done;
        Assert.Contains("..", server.Data);
        Assert.Contains("...hidden", server.Data);
    }

    // TextPart.cs, Header.cs: what is not ASCII is encoded (RFC 2047, RFC 2045) and can be read again.
    [Fact]
    public async Task Text_beyond_ascii_is_encoded()
    {
        using var server = new SmtpServer();
        using var client = new SmtpClient { Timeout = 60_000 };
        await client.ConnectAsync("127.0.0.1", server.Port, SecureSocketOptions.None);
        await client.SendAsync(Message("Zustand geändert", "Größe: 5\n"));
        await client.DisconnectAsync(true);
        await server.Done;
        Assert.All(server.Data.TakeWhile(l => l.Length > 0), l => Assert.True(Ascii.IsValid(l), l));
        Assert.Contains(server.Data, l => l.Contains("=?utf-8?", StringComparison.OrdinalIgnoreCase)
            || l.Contains("=?iso-8859-1?", StringComparison.OrdinalIgnoreCase));
    }

    // SmtpClient.cs: a subject cannot smuggle headers in.
    [Fact]
    public async Task Line_breaks_in_a_subject_do_not_start_a_header()
    {
        using var server = new SmtpServer();
        using var client = new SmtpClient { Timeout = 60_000 };
        await client.ConnectAsync("127.0.0.1", server.Port, SecureSocketOptions.None);
        await client.SendAsync(Message("state\r\nBcc: evil@example.org", "x"));
        await client.DisconnectAsync(true);
        await server.Done;
        Assert.DoesNotContain(server.Data, l => l.StartsWith("Bcc:", StringComparison.Ordinal));
    }

    // SmtpClient.cs SendAsync: refusals carry the server's code and leave the connection usable.
    [Fact]
    public async Task Refusal_carries_the_code()
    {
        using var server = new SmtpServer(
            c => c.StartsWith("RCPT", StringComparison.Ordinal) ? "550 nobody here" : null);
        using var client = new SmtpClient { Timeout = 60_000 };
        await client.ConnectAsync("127.0.0.1", server.Port, SecureSocketOptions.None);
        var e = await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(Message("x", "y")));
        Assert.Equal(SmtpStatusCode.MailboxUnavailable, e.StatusCode);
        await client.DisconnectAsync(true);
    }

    // SmtpClient.cs ConnectAsync: the greeting decides.
    [Fact]
    public async Task Unwelcoming_or_strange_server_fails_the_connection()
    {
        using var busy = new SmtpServer(c => c.Length == 0 ? "421 go away" : null);
        using var client = new SmtpClient { Timeout = 60_000 };
        await Assert.ThrowsAsync<SmtpCommandException>(
            () => client.ConnectAsync("127.0.0.1", busy.Port, SecureSocketOptions.None));
        using var strange = new SmtpServer(c => c.Length == 0 ? "SSH-2.0-OpenSSH" : null);
        await Assert.ThrowsAsync<SmtpProtocolException>(
            () => client.ConnectAsync("127.0.0.1", strange.Port, SecureSocketOptions.None));
        Assert.False(client.IsConnected);
    }

    // SmtpClient.cs: nothing can be sent without a connection.
    [Fact]
    public async Task Sending_needs_a_connection()
    {
        using var client = new SmtpClient();
        await Assert.ThrowsAsync<ServiceNotConnectedException>(() => client.SendAsync(Message("x", "y")));
        // Taken, so that no other test listens there by now.
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        int port = ((System.Net.IPEndPoint)taken.LocalEndPoint!).Port;
        await Assert.ThrowsAnyAsync<SocketException>(
            () => client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None));
    }

    // SmtpClient.cs: STARTTLS, then EHLO again; the certificate is the callback's to judge.
    [Fact]
    public async Task StartTls_encrypts_and_greets_again()
    {
        using var server = new SmtpServer(tls: true);
        using var client =
            new SmtpClient { Timeout = 60_000, ServerCertificateValidationCallback = (_, _, _, _) => true };
        client.CheckCertificateRevocation = false;
        await client.ConnectAsync("127.0.0.1", server.Port, SecureSocketOptions.StartTls);
        Assert.True(client.IsSecure);
        await client.SendAsync(Message("x", "y"));
        await client.DisconnectAsync(true);
        await server.Done;
        Assert.Equal(["EHLO", "STARTTLS", "EHLO"], server.Commands.Take(3).Select(c => c.Split(' ')[0]));
    }

    // SmtpClient.cs: required encryption that is not offered is an error, not a downgrade.
    [Fact]
    public async Task StartTls_that_is_not_offered_is_an_error()
    {
        using var server = new SmtpServer();
        using var client = new SmtpClient { Timeout = 60_000 };
        await Assert.ThrowsAsync<NotSupportedException>(
            () => client.ConnectAsync("127.0.0.1", server.Port, SecureSocketOptions.StartTls));
    }

    // SmtpClient.cs SslOnConnect: an untrusted certificate is refused without a callback.
    [Fact]
    public async Task Untrusted_certificate_is_refused()
    {
        using var server = new SmtpServer(tls: true, encryptAtOnce: true);
        using var client = new SmtpClient { Timeout = 60_000 };
        client.CheckCertificateRevocation = false;
        await Assert.ThrowsAsync<SslHandshakeException>(
            () => client.ConnectAsync("127.0.0.1", server.Port, SecureSocketOptions.SslOnConnect));
    }

    // SmtpClient.cs AuthenticateAsync.
    [Fact]
    public async Task Password_is_shown_and_may_be_refused()
    {
        using var server = new SmtpServer();
        using var client = new SmtpClient { Timeout = 60_000 };
        await client.ConnectAsync("127.0.0.1", server.Port, SecureSocketOptions.None);
        await client.AuthenticateAsync("user", "secret");
        await client.DisconnectAsync(true);
        await server.Done;
        string token = server.Commands.Single(c => c.StartsWith("AUTH PLAIN", StringComparison.Ordinal)).Split(' ')[2];
        Assert.Equal("\0user\0secret", Encoding.UTF8.GetString(Convert.FromBase64String(token)));

        using var strict = new SmtpServer(c => c.StartsWith("AUTH", StringComparison.Ordinal) ? "535 wrong" : null);
        using var other = new SmtpClient { Timeout = 60_000 };
        await other.ConnectAsync("127.0.0.1", strict.Port, SecureSocketOptions.None);
        await Assert.ThrowsAsync<AuthenticationException>(() => other.AuthenticateAsync("user", "secret"));
    }

    // SmtpClient.cs: the token ends a wait for a server that never answers.
    [Fact]
    public async Task Silent_server_is_given_up_when_the_token_says_so()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using var client = new SmtpClient { Timeout = 60_000 };
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        int port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None, source.Token));
    }

    // MailboxAddress.cs TryParse.
    [Theory]
    [InlineData("admin@example.org", "", "admin@example.org")]
    [InlineData("Admin <admin@example.org>", "Admin", "admin@example.org")]
    [InlineData("root", "", "root")]
    public void Addresses_are_read(string text, string name, string address)
    {
        Assert.True(MailboxAddress.TryParse(text, out MailboxAddress? mailbox));
        Assert.Equal((name, address), (mailbox.Name ?? "", mailbox.Address));
    }

    private static MimeMessage Message(string subject, string text)
    {
        var message = new MimeMessage
        {
            Subject = subject,
            Date = new DateTimeOffset(2023, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)),
            Body = new TextPart("plain") { Text = text },
        };
        message.From.Add(new MailboxAddress("", "keepalived@router.example"));
        message.To.Add(new MailboxAddress("Admin", "admin@example.org"));
        message.To.Add(new MailboxAddress("", "root@localhost"));
        message.Headers.Add("X-Mailer", "Keepalived");
        return message;
    }
}
