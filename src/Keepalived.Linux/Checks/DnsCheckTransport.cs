using System.Net.Sockets;
using System.Security.Cryptography;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;
using Keepalived.Wire.Dns;

namespace Keepalived.Linux.Checks;

/// <summary>DNS_CHECK: a response with code 0 is a success, whatever it holds.</summary>
internal sealed class DnsCheckTransport(CheckerConfig.Dns checker, TimeProvider time) : ICheckTransport
{
    /// <summary>RFC 1035 4.2.1: longest message over UDP.</summary>
    private const int LongestMessage = 512;

    private readonly DatagramExchange _exchange = new(checker.Target, time);

    public async Task<CheckResult> CheckAsync(int step, CancellationToken cancellation)
    {
        // Nobody shall guess the id: a forged answer would keep a dead server in the pool.
        ushort id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        ushort type = DnsMessage.TypeNumber(checker.QueryType);
        if (DnsMessage.EncodeQuery(id, checker.QueryName, type) is not { } query)
        {
            return CheckResult.Fail(CheckReason.SendFailed, 0, $"{checker.QueryName} is no name");
        }

        Socket? socket = CheckSocket.Open(checker.Target, SocketType.Dgram, out CheckResult failure);
        return socket is null
            ? failure
            : await _exchange.RunAsync(
                socket, query, LongestMessage, datagram => Judge(datagram, id), cancellation).ConfigureAwait(false);
    }

    public void Dispose()
    {
    }

    private static CheckResult? Judge(ReadOnlySpan<byte> datagram, ushort id) =>
        !DnsMessage.TryReadResponse(datagram, id, out int code) ? null
        : code == 0 ? CheckResult.Pass(CheckReason.Replied, datagram.Length)
        : CheckResult.Fail(CheckReason.DnsCode, code);
}
