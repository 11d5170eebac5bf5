using System.Net;
using System.Net.Sockets;
using System.Text;
using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Keepalived.Core.Tests;
using Keepalived.Daemon.Mail;

namespace Keepalived.Daemon.Tests.Mail;

/// <summary>Against relays of our own on loopback: a polite one, a rude one, a silent one, none.</summary>
public sealed class MailKitTransportTests : IDisposable
{
    private static readonly MailMessage Message = new(
        "ka@example.org",
        ["root@localhost", "admin@example.org"],
        "[lab1] VRRP Instance VI_1 - Entering MASTER state",
        "=> text <=\n");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public MailKitTransportTests() => _listener.Start();

    [Fact]
    public async Task A_mail_goes_out_with_the_references_headers()
    {
        Task<string> session = Serve(_ => "250 ok");

        Assert.Null(await Transport().SendAsync(Message, default));
        string lines = await session;
        // HELO or EHLO: the library says the second.
        Assert.Contains("LO router1", lines, StringComparison.Ordinal);
        Assert.Contains("MAIL FROM:<ka@example.org>", lines, StringComparison.Ordinal);
        Assert.Contains("RCPT TO:<root@localhost>", lines, StringComparison.Ordinal);
        Assert.Contains("RCPT TO:<admin@example.org>", lines, StringComparison.Ordinal);
        Assert.Contains("Subject: [lab1] VRRP Instance VI_1 - Entering MASTER state", lines, StringComparison.Ordinal);
        Assert.Contains("X-Mailer: Keepalived", lines, StringComparison.Ordinal);
        Assert.Contains("=> text <=", lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_an_answer()
    {
        _ = Serve(line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 no such user" : "250 ok");

        Assert.NotNull(await Transport().SendAsync(Message, default));
    }

    [Fact]
    public async Task A_relay_that_says_nothing_is_given_up()
    {
        // The limit is 30 s, and twice that for the whole, where nothing else is written.
        MailConfig relay = Relay(Port, "smtp_connect_timeout 1");

        Task<string?> mail = new MailKitTransport(relay).SendAsync(Message, default);
        Assert.NotNull(await mail.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task No_relay_at_all_is_an_answer()
    {
        // Taken, so that nobody else listens there by now.
        using Socket taken = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        MailConfig relay = Relay(((IPEndPoint)taken.LocalEndPoint!).Port);

        Assert.NotNull(await new MailKitTransport(relay).SendAsync(Message, default));
    }

    public void Dispose() => _listener.Dispose();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    private static MailConfig Relay(int port, string timeout = "smtp_connect_timeout 60") =>
        ConfLines.Global($"smtp_server 127.0.0.1 {port}\nsmtp_helo_name router1\n{timeout}").Mail;

    private MailKitTransport Transport() => new(Relay(Port));

    private async Task<string> Serve(Func<string, string> answer)
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync();
        using StreamReader reader = new(client.GetStream());
        using StreamWriter writer = new(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 ready");
        StringBuilder lines = new();
        bool inData = false;
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.AppendLine(line);
            if (inData && line != ".")
            {
                continue;
            }

            inData = line == "DATA";
            await writer.WriteLineAsync(inData ? "354 go" : line == "QUIT" ? "221 bye" : answer(line));
        }

        return lines.ToString();
    }
}
