using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor;

internal sealed class ActorSystemImpl : ActorSystem
{
    internal const string DefaultDispatcher = "akka.actor.default-dispatcher";

    private const string Defaults = """
        akka {
          loggers = ["Akka.Event.DefaultLogger, Akka"]
          logger-startup-timeout = 5s
          loglevel = INFO
          log-dead-letters = 10
          log-dead-letters-during-shutdown = off
          actor {
            guardian-supervisor-strategy = "Akka.Actor.DefaultSupervisorStrategy"
            ask-timeout = infinite
            default-dispatcher { type = Dispatcher, executor = default-executor, throughput = 30 }
            internal-dispatcher { type = Dispatcher, executor = default-executor, throughput = 5 }
            default-fork-join-dispatcher {
              type = ForkJoinDispatcher
              dedicated-thread-pool { thread-count = 3, threadtype = background }
            }
          }
          scheduler.implementation = ""
          coordinated-shutdown {
            default-phase-timeout = 5s
            terminate-actor-system = on
            exit-clr = off
            run-by-actor-system-terminate = on
            phases.actor-system-terminate.timeout = 10s
          }
        }
        """;

    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentStack<Action> _onTermination = new();
    private readonly ActorPath _root;
    private readonly Guardians _guardians;
    private readonly int _deadLettersToLog;
    private ActorCell _user;
    private ActorCell _system;
    private CoordinatedShutdown _shutdown;
    private long _uid;
    private int _deadLettersLogged;
    private volatile bool _stopping;

    internal ActorSystemImpl(string name, Config config)
    {
        if (name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0])
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}]: only letters, digits, hyphens and underscores, no sign first.",
                nameof(name));
        }
        Name = name;
        Config all = config.WithFallback(ConfigurationFactory.ParseString(Defaults));
        Settings = new Settings(this, all);
        _root = new LocalPath(name);
        DeadLetters = new DeadLetterRef(this, _root / "deadLetters");
        EventStream = new EventStream(debug: false);
        EventStream.SetLogLevel(Logging.LogLevelFor(all.GetString("akka.loglevel")));
        Log = Logging.GetLogger(EventStream, "ActorSystem(" + name + ")");
        Dispatchers = new Dispatchers(this);
        Scheduler = MakeScheduler(all);
        _guardians = new Guardians(this, _root);
        string deadLetters = all.GetString("akka.log-dead-letters");
        _deadLettersToLog = deadLetters switch
        {
            "on" or "true" => int.MaxValue,
            "off" or "false" => 0,
            _ => all.GetInt("akka.log-dead-letters"),
        };
    }

    public override string Name { get; }
    public override Settings Settings { get; }
    public override EventStream EventStream { get; }
    public override IActorRef DeadLetters { get; }
    public override IScheduler Scheduler { get; }
    public override ILoggingAdapter Log { get; }
    public override Task WhenTerminated => _terminated.Task;
    internal Dispatchers Dispatchers { get; }
    internal ActorCell UserGuardian => _user;
    internal CoordinatedShutdown Shutdown =>
        LazyInitializer.EnsureInitialized(ref _shutdown, () => new CoordinatedShutdown(this));
    public override IActorRef ActorOf(Props props, string name = null) => _user.ActorOf(props, name);
    public override ActorSelection ActorSelection(string actorPath) => new(this, actorPath);
    public override ActorSelection ActorSelection(ActorPath actorPath) => new(this, actorPath.ToStringWithoutAddress());

    public override void Stop(IActorRef actor)
    {
        IInternalRef parent = ((IInternalRef)actor).Parent;
        if (parent.Equals(_user.Ref) || parent.Equals(_system.Ref))
        {
            parent.Tell(new StopChild(actor), ActorRefs.NoSender);
        }
        else
        {
            ((IInternalRef)actor).SendSystem(new TerminateMessage());
        }
    }

    public override Task Terminate()
    {
        if (Settings.Config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate"))
        {
            Shutdown.Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        }
        else
        {
            FinalTerminate();
        }
        return WhenTerminated;
    }

    public override void RegisterOnTermination(Action code) => _onTermination.Push(code);

    internal Task FinalTerminate()
    {
        _stopping = true;
        ((IInternalRef)_user.Ref).SendSystem(new TerminateMessage());
        return WhenTerminated;
    }

    internal ActorSystemImpl Start()
    {
        Config config = Settings.Config;
        _system = Guardian("system", SupervisorStrategy.DefaultStrategy);
        string strategy = config.GetString("akka.actor.guardian-supervisor-strategy");
        _user = Guardian(
            "user",
            strategy.Contains("StoppingSupervisorStrategy", StringComparison.Ordinal)
                ? SupervisorStrategy.StoppingStrategy
                : SupervisorStrategy.DefaultStrategy);
        Logging.StartLoggers(this, config);
        return this;
    }

    internal IActorRef SystemActorOf(Props props, string name, string dispatcher = "akka.actor.internal-dispatcher") =>
        _system.NewChild(props, name, dispatcher, systemName: true);

    internal ActorCell Guardian(string name) => name switch
    {
        "user" => _user,
        "system" => _system,
        _ => null,
    };

    internal long NextUid() => Interlocked.Increment(ref _uid);
    internal ActorPath TempPath() => _root / "temp" / ("$" + NextUid());

    internal void LogDeadLetter(DeadLetter letter)
    {
        bool quiet = _stopping && !Settings.Config.GetBoolean("akka.log-dead-letters-during-shutdown");
        if (!quiet && _deadLettersLogged < _deadLettersToLog)
        {
            int count = Interlocked.Increment(ref _deadLettersLogged);
            Log.Info(
                "Message [{0}] from {1} to {2} was not delivered. [{3}] dead letters encountered.",
                letter.Message.GetType().Name, letter.Sender, letter.Recipient, count);
        }
    }

    private ActorCell Guardian(string name, SupervisorStrategy strategy)
    {
        var path = new LocalPath(_root, name, NextUid());
        Props props = Props.Create(() => new Guardian()).WithSupervisorStrategy(strategy);
        var cell = new ActorCell(this, props, Dispatchers.Lookup("akka.actor.internal-dispatcher"), _guardians, path);
        cell.Start();
        return cell;
    }

    private IScheduler MakeScheduler(Config config)
    {
        string implementation = config.GetString("akka.scheduler.implementation");
        return string.IsNullOrEmpty(implementation)
            || implementation.StartsWith("Akka.Actor.", StringComparison.Ordinal)
            ? new ThreadScheduler()
            : (IScheduler)Activator.CreateInstance(
                TypeNames.Resolve(implementation), config.GetConfig("akka.scheduler"), Log);
    }

    private void GuardianDied(IActorRef guardian)
    {
        if (guardian.Equals(_user.Ref))
        {
            _stopping = true;
            // Behind what is still to be logged.
            _system.Ref.Tell(StopAll.Instance, ActorRefs.NoSender);
            return;
        }
        (Scheduler as IDisposable)?.Dispose();
        Dispatchers.Shutdown();
        while (_onTermination.TryPop(out Action code)) { code(); }
        _terminated.TrySetResult();
    }

    private sealed class Guardians(ActorSystemImpl system, ActorPath path) : ActorRefBase
    {
        public override ActorPath Path { get; } = path;

        private protected override void Deliver(object message, IActorRef sender) { }

        private protected override void Accept(SystemMessage message)
        {
            switch (message)
            {
                case DeathWatchNotification m:
                    system.GuardianDied(m.Actor);
                    break;
                case FailedMessage m:
                    system.Log.Error(m.Cause, "guardian failed, shutting down system");
                    ((IInternalRef)m.Child).SendSystem(new TerminateMessage());
                    break;
            }
        }
    }
}

internal sealed record StopChild(IActorRef Child);

/// <summary>Lets the children finish what is in their mailboxes, then stops.</summary>
internal sealed class StopAll
{
    internal static readonly StopAll Instance = new();
}

/// <summary>The top of a tree.</summary>
internal sealed class Guardian : UntypedActor
{
    private int _left;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StopChild m:
                Context.Stop(m.Child);
                break;
            case StopAll:
                foreach (IActorRef child in Context.GetChildren())
                {
                    _left++;
                    Context.Watch(child);
                    child.Tell(PoisonPill.Instance);
                }
                StopIfAlone();
                break;
            case Terminated:
                _left--;
                StopIfAlone();
                break;
        }
    }

    protected override void PreRestart(Exception reason, object message) { }

    private void StopIfAlone()
    {
        if (_left == 0) { Context.Stop(Self); }
    }
}
