using System.Runtime.InteropServices;
using Keepalived.Actors;
using Keepalived.Actors.Dump;
using Keepalived.Actors.Notify;
using Keepalived.Config;
using Keepalived.Config.Model;
using Keepalived.Daemon.CommandLine;
using Keepalived.Daemon.Logging;
using Keepalived.Daemon.Mail;
using Keepalived.Linux.Host;
using Keepalived.Linux.Processes;
using Keepalived.Linux.Signals;
using Serilog;
using AkkaConfig = Akka.Configuration.Config;

namespace Keepalived.Daemon.Hosting;

/// <summary>The daemon from its first line in the log to its exit code.</summary>
internal sealed class DaemonProcess : IProcessObserver
{
    // EPERM of asm-generic/errno-base.h.
    private const int OperationNotPermitted = 1;

    /// <summary>Thousands of checkers are there long before; if some never come nothing waits for them.</summary>
    private static readonly TimeSpan s_checksPatience = TimeSpan.FromSeconds(10);

    private readonly CommandLineOptions _options;
    private readonly Lazy<AkkaConfig> _hocon;
    private readonly Lazy<HoconSettings> _settings;
    private readonly TaskCompletionSource<string?> _stopRequested =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _checksStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServiceNotifier _notifier = ServiceNotifier.FromEnvironment();
    private readonly Watchdog _watchdog;
    private readonly EarlyRequests _early = new();
    private ActorHost? _host;
    private string? _namespace;
    private ReloadSchedule? _schedule;
    private readonly RunningConfiguration _running;

    private DaemonProcess(CommandLineOptions options, Lazy<AkkaConfig> hocon)
    {
        _options = options;
        _hocon = new Lazy<AkkaConfig>(() => hocon.Value.WithLogLevel(options.LogDetail > 1 ? "DEBUG" : "INFO"));
        _settings = new Lazy<HoconSettings>(() => HoconSettings.From(hocon.Value));
        _running = new RunningConfiguration(options, Reload);
        _watchdog = new Watchdog(_notifier, number => _host?.Tell(new ProbeProcess(number)));
    }

    public static int Run(CommandLineOptions options, IReadOnlyList<string> arguments)
    {
        IReadOnlyList<string> environment = NamespaceLauncher.Environment();
        Lazy<AkkaConfig> hocon = new(() => HoconFiles.Load(options.HoconFile));
        int queue = LogSetup.DefaultQueue;
        try
        {
            // What somebody wrote is judged before anything begins. The settings that were delivered are read when the
            // actors need them: keepalived.conf comes first.
            if (!HoconFiles.AreDelivered(options.HoconFile))
            {
                queue = HoconSettings.From(hocon.Value).LogQueue;
            }
        }
        catch (HoconException e)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCodes.Fatal;
        }

        DaemonProcess process = new(options, hocon);
        using (LogSetup.Start(options, queue))
        {
            int status = process.RunToTheEnd(arguments);
            if (process._namespace is null)
            {
                return status;
            }
        }

        // The log is written to its last line: nothing of this run is left when the next one begins.
        string reason = NamespaceLauncher.Enter(process._namespace, arguments, environment);
        using LogPump pump = LogSetup.Start(options, queue);
        Log.Error("{Refusal}", NamespaceEntry.Refusal(process._namespace, reason));
        return ExitCodes.Fatal;
    }

    private int RunToTheEnd(IReadOnlyList<string> arguments)
    {
        try
        {
            return RunLogged(arguments);
        }
        catch (HoconException e)
        {
            Log.Fatal("{Reason}", e.Message);
            return ExitCodes.Fatal;
        }
        catch (Exception e)
        {
            Log.Fatal(e, "The daemon failed");
            return ExitCodes.Fatal;
        }
        finally
        {
            if (_namespace is null)
            {
                Log.Information("Stopped Keepalived.Actors v{Version}", VersionText.Number);
            }
        }
    }

    public void Stopped() => _stopped.TrySetResult();

    public void Failed(string reason) => _stopRequested.TrySetResult(reason);

    public void Reloaded(ConfigResult result, string changes)
    {
        _running.Applied(result, changes);
        if (_running.SaveOf("post") is { } save)
        {
            _host?.Tell(new WriteDump(DumpKind.Data, save));
        }

        _notifier.Ready("running");
    }

    public void ReloadRefused(string reason)
    {
        _running.Refused(reason);
        _notifier.Ready($"running; the last reload was refused: {reason}");
    }

    public void Answered(long number) => _watchdog.Answered(number);

    public void ChecksStarted() => _checksStarted.TrySetResult();

    private void Reload(string reason) => _host?.Tell(new ReloadProcess(reason, _running.SaveOf("pre")));

    private void LogBeginning(IReadOnlyList<string> arguments)
    {
        Log.Information("Starting Keepalived.Actors v{Version}", VersionText.Number);
        Log.Information(
            "Running on {System}, {Runtime}",
            RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription);
        Log.Information("Command line: {CommandLine}", string.Join(' ', arguments.Select(word => $"'{word}'")));
        foreach (string option in _options.WithoutEffect)
        {
            Log.Warning("Option {Option} has no effect in this version", option);
        }
    }

    private int RunLogged(IReadOnlyList<string> arguments)
    {
        using SignalSource requests = SignalSource.OfRequests(OnRequest);
        Lazy<ActorHost> host = ActorHost.Prepare(_hocon, this);
        LogBeginning(arguments);
        using StartHeap? heap = StartHeap.For(_options.ConfigFile);
        ConfigResult started = _running.Load();
        _namespace = NamespaceEntry.Wanted(_options, started.Config.Global);
        if (_namespace is not null)
        {
            Log.Information("Entering network namespace {Name}", _namespace);
            return ExitCodes.Ok;
        }

        _running.Use(started);
        ConfigReader.Report(started);
        if (!started.Start.CanRun)
        {
            Log.Error("The configuration cannot be used: {Reason}", started.Start.Reason);
            return started.Start.ExitCode;
        }

        if (_options.DumpConfig)
        {
            LogConfiguration();
        }

        using PidFiles pidFiles = new();
        if (pidFiles.Take(_options, _running.Config.Global, out bool isOther) is { } refusal)
        {
            Log.Error(isOther ? "daemon is already running ({Reason})" : "Cannot write a pid file: {Reason}", refusal);
            return isOther ? ExitCodes.Ok : ExitCodes.Fatal;
        }

        FileMask.Set(_options.Umask ?? _running.Config.Global.Umask);
        IReadOnlyList<string> missing = SelfTest.Run(_running.Config, _options.RunVrrp, out bool mayRun);
        foreach (string line in missing)
        {
            Log.Error("{Line}", line);
        }

        if (!mayRun)
        {
            _notifier.Failed(OperationNotPermitted);
            return ExitCodes.NotPermitted;
        }

        return RunActors(started, host, heap);
    }

    private void LogConfiguration()
    {
        ScriptResolver scripts = new(() => _running.Config.Global);
        foreach (string line in ConfigurationDump.Lines(_running.Config, scripts))
        {
            Log.Information("{Line}", line);
        }
    }

    private int RunActors(ConfigResult started, Lazy<ActorHost> prepared, StartHeap? heap)
    {
        GlobalConfig global = started.Config.Global;
        if (global.Parent.Name.Length > 0)
        {
            ProcessFacts.NameProcess(global.Parent.Name);
        }

        RunFiles files = RunFiles.Create(PidFiles.Paths(_options, global).First());
        using World world = new(global, () => _running.Config.Global, files);
        using RunningConfiguration running = _running;
        BracketScripts brackets = new(world.Services.Scripts, world.Services.ScriptResolver);
        brackets.Run("startup", global.StartupScript, global.StartupScriptTimeout);
        if (_options.RunCheckers)
        {
            world.PrepareServices(_running.Config, files);
        }

        using SignalSource stop = SignalSource.OfStop(OnSignal, _options.IgnoreInterrupt);
        world.AwaitServices(_options.RunVrrp && started.Config.Instances.Count > 0);
        using ActorHost host = Begin(prepared, world, Parts(started, world));
        _host = host;
        // Not before: a reload that comes due while there is nobody to tell would be lost.
        using ReloadSchedule schedule = new(() => _running.Config.Global.Reload, Reload, TimeProvider.System);
        _schedule = schedule;
        _watchdog.Start();
        running.Publish(files, PidFiles.MainPath(_options with { PidFile = null }, global));
        _notifier.Ready("running");
        Daemonizer.Report(ExitCodes.Ok);
        Log.Information("Startup complete");
        _early.Release(OnSignal);

        bool hasChecks = _options.RunCheckers && started.Config.VirtualServers.Count > 0;
        if (hasChecks)
        {
            // Their actors are the larger half of what there is to make.
            Task.WaitAny([_stopRequested.Task, _checksStarted.Task], s_checksPatience);
        }

        heap?.Dispose();
        StartupGarbage.CollectUnless(_stopRequested.Task, isOver: heap is not null && hasChecks);
        world.BeginRealTime();
        string? failure = _stopRequested.Task.GetAwaiter().GetResult();
        Stop(host, failure);
        GlobalConfig last = _running.Config.Global;
        brackets.Run("shutdown", last.ShutdownScript, last.ShutdownScriptTimeout);
        return failure is null ? ExitCodes.Ok : ExitCodes.Fatal;
    }

    /// <summary>
    /// Of what somebody wrote for the actor system not all can be judged before: then that file is to blame.
    /// </summary>
    private ActorHost Begin(Lazy<ActorHost> prepared, World world, KeepalivedParts parts)
    {
        try
        {
            KeepalivedServices services = world.Services with { LogDetail = _options.LogDetail > 0 };
            prepared.Value.StartAsync(services, parts).GetAwaiter().GetResult();
            return prepared.Value;
        }
        catch (Exception e) when (e is not HoconException && !HoconFiles.AreDelivered(_options.HoconFile))
        {
            string file = _options.HoconFile ?? HoconFiles.SiteFile;
            string reason = e.GetBaseException().Message.TrimEnd('.');
            throw new HoconException($"{file}: the actor system does not start with these settings: {reason}; "
                + "leave out what is under akka or keepalived.dispatchers");
        }
    }

    private void Stop(ActorHost host, string? failure)
    {
        if (failure is not null)
        {
            Log.Error("Stopping, because a part was given up: {Reason}", failure);
        }

        Log.Information("Stopping");
        _notifier.Stopping();
        _watchdog.Dispose();
        long begun = TimeProvider.System.GetTimestamp();
        host.Tell(new StopProcess(_settings.Value.FlushTimeout));
        if (!_stopped.Task.Wait(_settings.Value.StopTimeout - TimeSpan.FromMilliseconds(500)))
        {
            Log.Error("Not everything stopped in time; ending all the same");
        }

        TimeSpan left = _settings.Value.StopTimeout - TimeProvider.System.GetElapsedTime(begun);
        if (left > TimeSpan.Zero)
        {
            Task.WhenAny(host.StopAsync(left), Task.Delay(left)).GetAwaiter().GetResult();
        }
    }

    private KeepalivedParts Parts(ConfigResult started, World world)
    {
        string folder = DumpNames.TemporaryDirectory(Environment.GetEnvironmentVariable("TMPDIR"), Directory.Exists);
        GlobalConfig global = started.Config.Global;
        DumpNames names = new(folder, NamespaceEntry.NameOf(_options, global), global.InstanceName);
        return new KeepalivedParts
        {
            RunVrrp = _options.RunVrrp,
            RunCheckers = _options.RunCheckers,
            RunBfd = _options.RunBfd,
            Current = () => _running.Config,
            KeepVrrpItems = _options.DontReleaseVrrp,
            KeepIpvsServices = _options.DontReleaseIpvs,
            NoRespawn = _options.DontRespawn,
            Load = _running.Load,
            Started = started,
            Notify = () => NotifySupervisor.Props(NotifyServices(world), _running.Config.Global),
            Lvs = (gateway, links) => world.Lvs(gateway, links, _running.Config),
            Dump = actors => StateDumpActor.Props(
                new DumpServices(new DumpFiles(), names)
                {
                    Scripts = world.Services.ScriptResolver,
                    AnswerTime = _settings.Value.DumpAnswerTime,
                    Stalls = () => world.Services.Clock.Stalls,
                    NextReload = () => _schedule?.Next,
                },
                actors),
        };
    }

    private NotifyServices NotifyServices(World world) => new()
    {
        Scripts = world.Services.Scripts,
        ScriptResolver = world.Services.ScriptResolver,
        Pipes = new NotifyPipes(() => _running.Config.Global),
        MailTransport = mail => new MailKitTransport(mail),
        MailLimits = _settings.Value.Mail,
        FirstRestartDelay = _settings.Value.FirstNotifyRestart,
        LongestRestartDelay = _settings.Value.LongestNotifyRestart,
    };

    private void OnRequest(DaemonSignal signal)
    {
        if (!_early.Holds(signal))
        {
            OnSignal(signal);
        }
    }

    private void OnSignal(DaemonSignal signal)
    {
        switch (signal)
        {
            case DaemonSignal.Stop:
                _stopRequested.TrySetResult(null);
                break;
            case DaemonSignal.Reload:
                _notifier.Reloading(TimeProvider.System.GetElapsedTime(0));
                Reload("SIGHUP");
                break;
            case DaemonSignal.Data:
                _host?.Tell(new WriteDump(DumpKind.Data));
                break;
            case DaemonSignal.Stats:
                _host?.Tell(new WriteDump(DumpKind.Statistics));
                break;
            case DaemonSignal.StatsClear:
                _host?.Tell(new WriteDump(DumpKind.StatisticsThenClear));
                break;
            case DaemonSignal.Json:
                _host?.Tell(new WriteDump(DumpKind.Json));
                break;
        }
    }
}
