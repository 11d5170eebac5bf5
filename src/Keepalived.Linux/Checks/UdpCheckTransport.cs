using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Linux.Checks;

/// <summary>
/// UDP_CHECK: without <c>require_reply</c> silence is a success, since all that a closed port sends is an ICMP error;
/// with it the reply has to have the right length and to begin as wanted.
/// </summary>
internal sealed class UdpCheckTransport(CheckerConfig.Udp checker, TimeProvider time) : ICheckTransport
{
    /// <summary>What is sent where no <c>payload</c> is configured.</summary>
    private static readonly byte[] s_payload = "keepalived health check datagram"u8.ToArray();

    private readonly byte[] _payload = checker.Payload.IsEmpty ? s_payload : checker.Payload.AsSpan().ToArray();
    private readonly DatagramExchange _exchange = new(checker.Target, time);

    public async Task<CheckResult> CheckAsync(int step, CancellationToken cancellation)
    {
        Socket? socket = CheckSocket.Open(checker.Target, SocketType.Dgram, out CheckResult failure);
        if (socket is null)
        {
            return failure;
        }

        CheckResult result = await _exchange
            .RunAsync(socket, _payload, checker.MaxReplyLength, Judge, cancellation).ConfigureAwait(false);
        return result.Reason == CheckReason.ReadTimedOut && !checker.RequireReply
            ? CheckResult.Pass(CheckReason.NothingRefused)
            : result;
    }

    public void Dispose()
    {
    }

    internal CheckResult? Judge(ReadOnlySpan<byte> datagram)
    {
        if (!checker.RequireReply)
        {
            return CheckResult.Pass(CheckReason.Replied, datagram.Length);
        }

        if (datagram.Length < checker.MinReplyLength || datagram.Length > checker.MaxReplyLength)
        {
            return CheckResult.Fail(CheckReason.ReplyLength, datagram.Length);
        }

        return Matches(datagram)
            ? CheckResult.Pass(CheckReason.Replied, datagram.Length)
            : CheckResult.Fail(CheckReason.ReplyPattern, datagram.Length);
    }

    private bool Matches(ReadOnlySpan<byte> datagram)
    {
        ReadOnlySpan<byte> pattern = checker.ReplyPattern.AsSpan();
        ReadOnlySpan<byte> mask = checker.ReplyMask.AsSpan();
        if (datagram.Length < pattern.Length)
        {
            return false;
        }

        bool matches = true;
        for (int i = 0; i < pattern.Length; i++)
        {
            matches &= ((datagram[i] ^ pattern[i]) & mask[i]) == 0;
        }

        return matches;
    }
}
