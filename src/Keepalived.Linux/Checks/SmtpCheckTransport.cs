using System.Net.Sockets;
using System.Text;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Linux.Checks;

/// <summary>SMTP_CHECK: greeting 220, HELO answered by 250, QUIT by anything; one host for each step.</summary>
internal sealed class SmtpCheckTransport(CheckerConfig.Smtp checker, TimeProvider time) : ICheckTransport
{
    private const int Greeting = 220;
    private const int Fine = 250;

    /// <summary>Connect, three lines read and two written, each within its own limit.</summary>
    private const int Steps = 6;

    private readonly byte[] _hello = Encoding.UTF8.GetBytes($"HELO {checker.HeloName}\r\n");
    private readonly byte[] _quit = "QUIT\r\n"u8.ToArray();

    public async Task<CheckResult> CheckAsync(int step, CancellationToken cancellation)
    {
        CheckTarget host = checker.Hosts[step];
        using Socket? socket = CheckSocket.Open(host, SocketType.Stream, out CheckResult failure);
        if (socket is null)
        {
            return failure;
        }

        using CheckDeadline deadline = new(host.ConnectTimeout, host.ConnectTimeout * Steps, time, cancellation);
        CheckResult? refused = await CheckSocket.ConnectAsync(socket, host, deadline.Next()).ConfigureAwait(false);
        if (refused is not null)
        {
            return refused.Value;
        }

        try
        {
            return await TalkAsync(new CheckLineReader(socket), socket, deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return CheckResult.Fail(CheckReason.ReadTimedOut);
        }
        catch (SocketException e)
        {
            return CheckResult.Fail(CheckReason.ReadFailed, e.NativeErrorCode, e.Message);
        }
        catch (ObjectDisposedException)
        {
            return CheckResult.Fail(CheckReason.ReadFailed);
        }
    }

    public void Dispose()
    {
    }

    private async Task<CheckResult> TalkAsync(CheckLineReader reader, Socket socket, CheckDeadline deadline)
    {
        CheckResult? refused =
            await ExpectAsync(reader, deadline, Greeting, CheckReason.SmtpGreeting).ConfigureAwait(false);
        if (refused is not null)
        {
            return refused.Value;
        }

        await SendAsync(socket, _hello, deadline).ConfigureAwait(false);
        refused = await ExpectAsync(reader, deadline, Fine, CheckReason.SmtpHello).ConfigureAwait(false);
        if (refused is not null)
        {
            return refused.Value;
        }

        await SendAsync(socket, _quit, deadline).ConfigureAwait(false);
        CheckReason? broken = await reader.ReadAsync(deadline.Next()).ConfigureAwait(false);
        return broken is { } reason ? CheckResult.Fail(reason) : CheckResult.Pass(CheckReason.Replied, Fine);
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> line, CheckDeadline deadline)
    {
        ReadOnlyMemory<byte> left = line;
        CancellationToken token = deadline.Next();
        while (!left.IsEmpty)
        {
            left = left[await socket.SendAsync(left, token).ConfigureAwait(false)..];
        }
    }

    /// <summary>Null when the line has the code.</summary>
    private static async Task<CheckResult?> ExpectAsync(
        CheckLineReader reader, CheckDeadline deadline, int expected, CheckReason refusal)
    {
        CheckReason? broken = await reader.ReadAsync(deadline.Next()).ConfigureAwait(false);
        if (broken is { } reason)
        {
            return CheckResult.Fail(reason);
        }

        int code = Code(reader.Line);
        return code == expected ? null : CheckResult.Fail(refusal, code);
    }

    /// <summary>
    /// Three digits, then a blank or the end of the line. A line that another follows (<c>250-</c>) is no answer to
    /// HELO, as with the reference daemon.
    /// </summary>
    internal static int Code(ReadOnlySpan<byte> line)
    {
        const int digits = 3;
        if (line.Length < digits || (line.Length > digits && line[digits] != ' '))
        {
            return 0;
        }

        int code = 0;
        foreach (byte octet in line[..digits])
        {
            if (octet is < (byte)'0' or > (byte)'9')
            {
                return 0;
            }

            code = (code * 10) + octet - '0';
        }

        return code;
    }
}
