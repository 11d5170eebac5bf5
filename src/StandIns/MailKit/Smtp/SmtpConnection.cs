using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using MailKit.Security;

namespace MailKit.Net.Smtp;

/// <summary>An answer: its code, and its lines without it.</summary>
internal readonly record struct SmtpReply(int Code, string Text)
{
    internal void Require(int code, int orElse = 0)
    {
        if (Code != code && Code != orElse) { throw new SmtpCommandException((SmtpStatusCode)Code, Text); }
    }
}

/// <summary>Lines over TCP or TLS, each step within a time limit.</summary>
internal sealed class SmtpConnection : IDisposable
{
    // RFC 5321 4.5.3.1.5 allows 512 octets per line; servers say more, hostile ones endlessly more.
    private const int MaxReply = 64 * 1024;

    private readonly Socket _socket;
    private readonly int _timeout;
    private readonly byte[] _buffer = new byte[4096];
    private Stream _stream;
    private int _start;
    private int _end;

    private SmtpConnection(Socket socket, int timeout)
    {
        _socket = socket;
        _timeout = timeout;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    internal bool IsEncrypted => _stream is SslStream;

    internal string LocalName => _socket.LocalEndPoint is IPEndPoint { Address: var address }
        ? address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6
            ? $"[IPv6:{address}]"
            : $"[{address.MapToIPv4()}]"
        : "localhost";

    internal static async Task<SmtpConnection> OpenAsync(
        string host, int port, int timeout, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await Within(timeout, token => socket.ConnectAsync(host, port, token).AsTask(), cancellationToken)
                .ConfigureAwait(false);
            return new SmtpConnection(socket, timeout);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    internal async Task EncryptAsync(SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        if (_start != _end)
        {
            // Words that were slipped in before the encryption must not count as said within it.
            throw new SmtpProtocolException("The server spoke out of turn before STARTTLS.");
        }
        var encrypted = new SslStream(_stream);
        _stream = encrypted;
        try
        {
            await Within(_timeout, token => encrypted.AuthenticateAsClientAsync(options, token), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is System.Security.Authentication.AuthenticationException or IOException)
        {
            throw new SslHandshakeException(
                "An error occurred while attempting to establish an SSL or TLS connection.", e);
        }
    }

    internal async Task<SmtpReply> CommandAsync(string command, CancellationToken cancellationToken)
    {
        await WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), cancellationToken).ConfigureAwait(false);
        return await ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends a message's text. RFC 5321 4.5.2: a dot at the start of a line is doubled, a lone one ends it.
    /// </summary>
    internal async Task<SmtpReply> DataAsync(string text, CancellationToken cancellationToken)
    {
        string stuffed = (text.StartsWith('.') ? "." + text : text).Replace("\r\n.", "\r\n..");
        string end = stuffed.EndsWith("\r\n", StringComparison.Ordinal) ? ".\r\n" : "\r\n.\r\n";
        await WriteAsync(Encoding.UTF8.GetBytes(stuffed + end), cancellationToken).ConfigureAwait(false);
        return await ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    internal async Task<SmtpReply> ReadAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (true)
        {
            string line = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), out int code) || text.Length > MaxReply)
            {
                throw new SmtpProtocolException("The server does not speak SMTP.");
            }
            text.Append(text.Length == 0 ? "" : "\n").Append(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-') { return new SmtpReply(code, text.ToString()); }
        }
    }

    public void Dispose() => _stream.Dispose();

    private static async Task Within(
        int timeout, Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            await step(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The mail server did not respond within {timeout} ms.");
        }
    }

    private Task WriteAsync(byte[] bytes, CancellationToken cancellationToken) =>
        Within(_timeout, token => _stream.WriteAsync(bytes, token).AsTask(), cancellationToken);

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (line.Length <= MaxReply)
        {
            int end = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            int stop = end < 0 ? _end : end;
            line.Append(Encoding.UTF8.GetString(_buffer, _start, stop - _start));
            _start = end < 0 ? _end : end + 1;
            if (end >= 0) { return line.ToString().TrimEnd('\r'); }
            await Within(_timeout, FillAsync, cancellationToken).ConfigureAwait(false);
        }
        throw new SmtpProtocolException("The server's answer has no end.");
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        (_start, _end) = (0, await _stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false));
        if (_end == 0) { throw new SmtpProtocolException("The SMTP server has unexpectedly disconnected."); }
    }
}
