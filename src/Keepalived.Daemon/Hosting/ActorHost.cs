using Akka.Actor;
using Akka.Hosting;
using Keepalived.Actors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using AkkaConfig = Akka.Configuration.Config;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// The generic host with the actor system in it, and nothing else: no configuration files, no console, no web server.
/// </summary>
internal sealed class ActorHost : IDisposable
{
    private const string SystemName = "keepalived";

    private readonly IHost _host;
    private IActorRef _process = ActorRefs.Nobody;

    public ActorHost(AkkaConfig hocon, KeepalivedServices services, KeepalivedParts parts, IProcessObserver observer)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            DisableDefaults = true,
            ApplicationName = "keepalived-actors",
        });
        builder.Services.AddSingleton<IHostLifetime, DaemonLifetime>();
        builder.Services.AddAkka(SystemName, akka => akka
            .AddHocon(hocon, HoconAddMode.Prepend)
            .WithActors((system, _) =>
            {
                IActorRef keepalived = system.ActorOf(
                    KeepalivedSupervisor.Props(services, parts), ActorNames.Keepalived);
                _process = system.ActorOf(ProcessActor.Props(keepalived, observer), "process");
            }));

        // Instead of the one that AddAkka registers, which looks for files of .NET's and its own (app.conf in the
        // current directory) before it takes our settings: 18 ms.
        builder.Services.AddSingleton(_ => ActorSystem.Create(SystemName, hocon));
        _host = builder.Build();
    }

    public Task StartAsync() => _host.StartAsync();

    public void Tell(object message) => _process.Tell(message);

    public Task StopAsync(TimeSpan limit)
    {
        CancellationTokenSource cancellation = new(limit);
        return _host.StopAsync(cancellation.Token);
    }

    public void Dispose() => _host.Dispose();
}
