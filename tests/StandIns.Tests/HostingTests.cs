using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using Akka.Logger.Serilog;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog.Core;
using Serilog.Events;
using LogLevel = Akka.Event.LogLevel;

namespace StandIns.Tests;

/// <summary>
/// Host and system. Sources: src/Akka.Hosting/AkkaHostingExtensions.cs, AkkaConfigurationBuilder.cs,
/// AkkaHostedService.cs, ActorRegistry.cs (Akka.Hosting); src/core/Akka/Actor/CoordinatedShutdown.cs (Akka.NET);
/// src/Akka.Logger.Serilog/SerilogLogger.cs (Akka.Logger.Serilog).
/// </summary>
public sealed class HostingTests
{
    // AkkaConfigurationBuilder.cs AddHoconConfiguration.
    [Fact]
    public async Task Prepended_configuration_wins_and_appended_is_a_fallback()
    {
        using IHost host = Build((builder, _) => builder
            .AddHocon(ConfigurationFactory.ParseString("a = middle, b = middle"), HoconAddMode.Append)
            .AddHocon(ConfigurationFactory.ParseString("a = first"), HoconAddMode.Prepend)
            .AddHocon(ConfigurationFactory.ParseString("a = last, b = last, c = last"), HoconAddMode.Append));
        await host.StartAsync();
        Config config = host.Services.GetRequiredService<ActorSystem>().Settings.Config;
        Assert.Equal(
            ("first", "middle", "last"), (config.GetString("a"), config.GetString("b"), config.GetString("c")));
        await host.StopAsync();
    }

    // AkkaHostingExtensions.cs WithActors, ActorRegistry.cs, RequiredActor in ActorRegistry.cs.
    [Fact]
    public async Task Actors_start_with_the_host_and_are_found_by_their_key()
    {
        using IHost host = Build((builder, _) => builder.WithActors((system, registry, resolver) =>
        {
            string name = resolver.GetService<Greeting>()!.Text;
            registry.Register<Echo>(system.ActorOf(Props.Create(() => new Echo()), name));
        }));
        await host.StartAsync();
        var required = host.Services.GetRequiredService<IRequiredActor<Echo>>();
        Assert.Equal("/user/hello", required.ActorRef.Path.ToStringWithoutAddress());
        Assert.Equal("x", await required.ActorRef.Ask<string>("x", TimeSpan.FromSeconds(20)));
        var registry = host.Services.GetRequiredService<ActorRegistry>();
        Assert.True(registry.TryGet<Echo>(out IActorRef found));
        Assert.Equal(required.ActorRef, found);
        Assert.Equal(found, registry.Get<Echo>());
        Assert.False(registry.TryGet<HostingTests>(out _));
        Assert.Throws<MissingActorRegistryEntryException>(() => registry.Get<HostingTests>());
        Assert.Throws<DuplicateActorRegistryException>(() => registry.Register<Echo>(found));
        registry.Register<Echo>(found, overwrite: true);
        await host.StopAsync();
    }

    // AkkaHostedService.cs StopAsync, CoordinatedShutdown.cs Run: the phases run in order, the system ends last.
    [Fact]
    public async Task Stopping_the_host_runs_the_phases_in_order_and_ends_the_system()
    {
        var ran = new List<string>();
        using IHost host = Build((builder, _) => { });
        await host.StartAsync();
        var system = host.Services.GetRequiredService<ActorSystem>();
        CoordinatedShutdown shutdown = CoordinatedShutdown.Get(system);
        foreach (string phase in new[]
        {
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate, CoordinatedShutdown.PhaseServiceStop,
            CoordinatedShutdown.PhaseBeforeServiceUnbind,
        })
        {
            shutdown.AddTask(phase, "note", () =>
            {
                ran.Add($"{phase} {system.WhenTerminated.IsCompleted}");
                return Task.FromResult(Akka.Done.Instance);
            });
        }
        shutdown.AddTask(
            CoordinatedShutdown.PhaseServiceStop, "fails", () => throw new InvalidOperationException("is recovered"));
        Assert.Throws<ConfigurationException>(() => shutdown.AddTask("no-such-phase", "x", () => null!));
        await host.StopAsync();
        Assert.Equal(["before-service-unbind False", "service-stop False", "before-actor-system-terminate False"], ran);
        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
        Assert.Same(CoordinatedShutdown.ClrExitReason.Instance, shutdown.ShutdownReason);
    }

    // AkkaHostedService.cs TerminationHook; ActorSystemImpl.cs Terminate runs the coordinated shutdown.
    [Fact]
    public async Task End_of_the_system_ends_the_host()
    {
        using IHost host = Build((builder, _) => { });
        await host.StartAsync();
        var stopping = new TaskCompletionSource();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        var system = host.Services.GetRequiredService<ActorSystem>();
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(20));
        await stopping.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Same(
            CoordinatedShutdown.ActorSystemTerminateReason.Instance, CoordinatedShutdown.Get(system).ShutdownReason);
    }

    // AkkaHostedService.cs StartAsync: a starter that throws is the host's failure.
    [Fact]
    public async Task Failing_starter_fails_the_start_of_the_host()
    {
        using IHost host = Build((builder, _) =>
            builder.WithActors((_, _) => throw new InvalidOperationException("no start")));
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());
        Assert.Equal("no start", e.Message);
    }

    // LoggingExtensions.cs ConfigureLoggers; SerilogLogger.cs: template, arguments and origin become an event's
    // properties.
    [Fact]
    public async Task Serilog_logger_keeps_templates_arguments_levels_and_origin()
    {
        var sink = new ListSink();
        Serilog.Log.Logger = new Serilog.LoggerConfiguration().MinimumLevel.Debug().WriteTo.Sink(sink).CreateLogger();
        using IHost host = Build((builder, _) => builder
            .ConfigureLoggers(setup =>
            {
                setup.ClearLoggers();
                setup.AddLogger<SerilogLogger>();
                setup.LogLevel = LogLevel.InfoLevel;
            })
            .WithActors((system, registry) =>
                registry.Register<Chatty>(system.ActorOf(Props.Create(() => new Chatty()), "chatty"))));
        await host.StartAsync();
        IActorRef chatty = host.Services.GetRequiredService<IRequiredActor<Chatty>>().ActorRef;
        await chatty.Ask<string>("talk", TimeSpan.FromSeconds(20));
        Serilog.Events.LogEvent error = await sink.First(e => e.Level == LogEventLevel.Error);
        Assert.Equal("bug", error.Exception?.Message);
        Serilog.Events.LogEvent info = await sink.First(e => e.MessageTemplate.Text == "{Count} of {Name}");
        Assert.Equal("3", info.Properties["Count"].ToString());
        Assert.Equal("\"many\"", info.Properties["Name"].ToString());
        Assert.Contains("/user/chatty", info.Properties["LogSource"].ToString(), StringComparison.Ordinal);
        Assert.Equal("StandIns.Tests.HostingTests+Chatty", ((ScalarValue)info.Properties["SourceContext"]).Value);
        Assert.Equal(LogEventLevel.Warning, (await sink.First(e => e.RenderMessage().Contains("plain"))).Level);
        Assert.DoesNotContain(sink.All, e => e.RenderMessage().Contains("too quiet"));
        await host.StopAsync();
    }

    private static IHost Build(Action<AkkaConfigurationBuilder, IServiceProvider> configure)
    {
        HostApplicationBuilder host = Host.CreateEmptyApplicationBuilder(null);
        host.Services.AddSingleton(new Greeting("hello"));
        host.Services.AddAkka("hosted", (builder, provider) =>
        {
            builder.AddHocon(ConfigurationFactory.ParseString(
                "akka.stdout-loglevel = OFF, akka.loglevel = OFF"), HoconAddMode.Append);
            configure(builder, provider);
        });
        return host.Build();
    }

    private sealed record Greeting(string Text);

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    private sealed class Chatty : UntypedActor
    {
        private readonly ILoggingAdapter _log = Context.GetLogger();

        protected override void OnReceive(object message)
        {
            _log.Debug("too quiet");
            _log.Info("{Count} of {Name}", 3, "many");
            _log.Warning("plain");
            _log.Error(new InvalidOperationException("bug"), "it failed at {0}", 7);
            Sender.Tell("done");
        }
    }

    private sealed class ListSink : ILogEventSink
    {
        private readonly List<Serilog.Events.LogEvent> _all = [];
        private readonly SemaphoreSlim _more = new(0);

        internal List<Serilog.Events.LogEvent> All
        {
            get
            {
                lock (_all)
                {
                    return [.. _all];
                }
            }
        }

        public void Emit(Serilog.Events.LogEvent logEvent)
        {
            lock (_all)
            {
                _all.Add(logEvent);
            }
            _more.Release();
        }

        internal async Task<Serilog.Events.LogEvent> First(Func<Serilog.Events.LogEvent, bool> condition)
        {
            while (true)
            {
                if (All.FirstOrDefault(condition) is { } found)
                {
                    return found;
                }
                Assert.True(await _more.WaitAsync(TimeSpan.FromSeconds(20)), "no such log event");
            }
        }
    }
}
