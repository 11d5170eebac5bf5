using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Linux.Checks;

/// <summary>TCP_CHECK: a connection that comes about within its time is a success.</summary>
internal sealed class TcpCheckTransport(CheckTarget target, CheckLoop loop) : ICheckTransport
{
    public Task<CheckResult> CheckAsync(int step, CancellationToken cancellation) =>
        new ConnectAttempt(loop, target).Begin(cancellation);

    public void Dispose()
    {
    }
}
