using Microsoft.Extensions.Hosting;

namespace Keepalived.Daemon.Hosting;

/// <summary>The host neither listens to signals nor prints: both are the daemon's.</summary>
internal sealed class DaemonLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
