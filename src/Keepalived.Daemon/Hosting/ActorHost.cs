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
    private KeepalivedServices? _services;
    private KeepalivedParts? _parts;
    private IActorRef _process = ActorRefs.Nobody;

    public ActorHost(AkkaConfig hocon, IProcessObserver observer)
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
                    KeepalivedSupervisor.Props(_services!, _parts!), ActorNames.Keepalived);
                _process = system.ActorOf(ProcessActor.Props(keepalived, observer), "process");
            }));

        // Instead of the one that AddAkka registers, which looks for files of .NET's and its own (app.conf in the
        // current directory) before it takes our settings: 18 ms.
        builder.Services.AddSingleton(_ => ActorSystem.Create(SystemName, hocon));
        _host = builder.Build();
        _ = _host.Services.GetRequiredService<ActorSystem>();
    }

    /// <summary>
    /// Begins to make one, which needs nothing of keepalived.conf, beside whoever reads that: half of what there is to
    /// do until the first advertisement. One processor does it when it is asked for: the table comes first there.
    /// </summary>
    public static Lazy<ActorHost> Prepare(Lazy<AkkaConfig> hocon, IProcessObserver observer)
    {
        if (Environment.ProcessorCount == 1)
        {
            return new Lazy<ActorHost>(() => new ActorHost(hocon.Value, observer));
        }

        Task<ActorHost> making = Task.Run(() => new ActorHost(hocon.Value, observer));
        return new Lazy<ActorHost>(() => making.GetAwaiter().GetResult());
    }

    /// <summary>Throws <see cref="InvalidOperationException"/> if no actor can be made.</summary>
    public async Task StartAsync(KeepalivedServices services, KeepalivedParts parts)
    {
        _services = services;
        _parts = parts;
        await _host.StartAsync().ConfigureAwait(false);
        // The host prints what went wrong and goes on without actors: nobody would be there to be stopped.
        if (_process.IsNobody())
        {
            throw new InvalidOperationException("the actor system ended while it was started");
        }
    }

    public void Tell(object message) => _process.Tell(message);

    public Task StopAsync(TimeSpan limit)
    {
        CancellationTokenSource cancellation = new(limit);
        return _host.StopAsync(cancellation.Token);
    }

    public void Dispose() => _host.Dispose();
}
