using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Linux.Checks;

/// <summary>TCP_CHECK: a connection that comes about within its time is a success.</summary>
internal sealed class TcpCheckTransport(CheckTarget target, TimeProvider time) : ICheckTransport
{
    public async Task<CheckResult> CheckAsync(int step, CancellationToken cancellation)
    {
        using Socket? socket = CheckSocket.Open(target, SocketType.Stream, out CheckResult failure);
        if (socket is null)
        {
            return failure;
        }

        using CheckDeadline deadline = new(target.ConnectTimeout, target.ConnectTimeout, time, cancellation);
        return await CheckSocket.ConnectAsync(socket, target, deadline.Next()).ConfigureAwait(false)
            ?? CheckResult.Pass(CheckReason.Connected);
    }

    public void Dispose()
    {
    }
}
