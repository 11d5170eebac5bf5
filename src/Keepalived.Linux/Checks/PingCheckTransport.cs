using System.Net.Sockets;
using System.Security.Cryptography;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;
using Keepalived.Wire.Icmp;

namespace Keepalived.Linux.Checks;

/// <summary>
/// PING_CHECK: an echo request and its reply, through the kernel's ping socket; where <c>ping_group_range</c> forbids
/// that, through a raw one.
/// </summary>
internal sealed class PingCheckTransport(CheckTarget target, TimeProvider time) : ICheckTransport
{
    private const int TokenLength = 16;
    private const int LargestReply = 256;

    private const int Ipv4HeaderUnit = 4;

    private readonly DatagramExchange _exchange = new(target, time);
    private ushort _sequence;

    public async Task<CheckResult> CheckAsync(int step, CancellationToken cancellation)
    {
        Socket? socket = Open(out bool isRaw, out CheckResult failure);
        if (socket is null)
        {
            return failure;
        }

        // A ping socket takes the port that it is bound to as its identifier; a raw one has to be told.
        ushort id = target.BindPort != 0
            ? target.BindPort : (ushort)RandomNumberGenerator.GetInt32(1, ushort.MaxValue + 1);
        ushort sequence = ++_sequence;
        byte[] token = RandomNumberGenerator.GetBytes(TokenLength);
        byte[] request = new byte[EchoRequest.HeaderLength + TokenLength];
        _ = new EchoRequest(id, sequence).Encode(request, target.Address.AddressFamily, token);
        return await _exchange.RunAsync(
            socket, request, LargestReply, datagram => Judge(datagram, isRaw, sequence, token), cancellation)
            .ConfigureAwait(false);
    }

    public void Dispose()
    {
    }

    private Socket? Open(out bool isRaw, out CheckResult failure)
    {
        ProtocolType protocol = target.Address.AddressFamily == AddressFamily.InterNetworkV6
            ? ProtocolType.IcmpV6 : ProtocolType.Icmp;
        isRaw = false;
        Socket? socket = CheckSocket.Open(target, SocketType.Dgram, protocol, out failure);
        if (socket is not null || failure.Value != Native.ErrnoCodes.AccessDenied)
        {
            return socket;
        }

        isRaw = true;
        return CheckSocket.Open(target, SocketType.Raw, protocol, out failure);
    }

    /// <summary>The token is ours alone, so it tells our reply from all others that a raw socket hears.</summary>
    private CheckResult? Judge(ReadOnlySpan<byte> datagram, bool isRaw, ushort sequence, ReadOnlySpan<byte> token)
    {
        ReadOnlySpan<byte> message = datagram;
        if (isRaw && target.Address.AddressFamily == AddressFamily.InterNetwork)
        {
            int header = datagram.IsEmpty ? 0 : (datagram[0] & 0xF) * Ipv4HeaderUnit;
            message = header <= datagram.Length ? datagram[header..] : [];
        }

        bool isOurs = EchoReply.TryDecode(
            message, target.Address.AddressFamily, out EchoReply reply, out ReadOnlySpan<byte> payload, out _)
            && reply.Sequence == sequence && payload.SequenceEqual(token);
        return isOurs ? CheckResult.Pass(CheckReason.Replied, datagram.Length) : null;
    }
}
