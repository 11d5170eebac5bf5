using System.Runtime.CompilerServices;
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akka.Hosting;

/// <summary>
/// Starts the system and its actors with the host. The host's end runs the coordinated shutdown; the system's end ends
/// the host.
/// </summary>
internal sealed class AkkaHostedService(
    AkkaConfigurationBuilder builder, IServiceProvider services, IHostApplicationLifetime lifetime) : IHostedService
{
    private static readonly ConditionalWeakTable<ActorSystem, IServiceProvider> Services = [];
    private CoordinatedShutdown _shutdown;

    internal static IServiceProvider ServicesOf(ActorSystem system) =>
        Services.TryGetValue(system, out IServiceProvider found)
        ? found
        : throw new InvalidOperationException("The system was not started by a host.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var system = services.GetRequiredService<ActorSystem>();
        Services.AddOrUpdate(system, services);
        _shutdown = CoordinatedShutdown.Get(system);
        try
        {
            await builder.StartAsync(system).ConfigureAwait(false);
        }
        catch
        {
            await StopAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
        _ = EndWith(system);
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        _shutdown?.Run(CoordinatedShutdown.ClrExitReason.Instance) ?? Task.CompletedTask;

    private async Task EndWith(ActorSystem system)
    {
        await system.WhenTerminated.ConfigureAwait(false);
        lifetime?.StopApplication();
    }
}
