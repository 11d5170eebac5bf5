using Akka.Actor;
using Akka.Event;
using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Keepalived.Core.Tracking;

namespace Keepalived.Actors.Tracking;

/// <summary>One <c>vrrp_script</c>: runs it each interval and counts rise and fall.</summary>
internal sealed class ScriptTrackerActor : UntypedActor, IProtocolTimerTarget
{
    /// <summary>Between SIGTERM and SIGKILL (cli-and-runtime, section 5).</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private readonly KeepalivedServices _services;
    private readonly Func<TrackScriptConfig> _configured;
    private readonly List<TrackScriptEffectKind> _effects = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _self = ActorRefs.Nobody;
    private IProtocolTimer _timer = null!;
    private TrackScriptConfig _config;
    private TrackScriptParameters _parameters;
    private TrackScriptState _state;
    private ScriptCommand? _command;
    private IScriptRun? _run;
    private int _generation;
    private int _runNumber;
    private string _lastResult = "not run yet";

    public ScriptTrackerActor(KeepalivedServices services, Func<TrackScriptConfig> configured)
    {
        _services = services;
        _configured = configured;
        _config = configured();
        _parameters = TrackScriptParameters.Of(_config);
        _state = TrackScriptState.Initial(_parameters);
    }

    public static Props Props(KeepalivedServices services, Func<TrackScriptConfig> configured) =>
        ActorProps.Of(() => new ScriptTrackerActor(services, configured)).WithDispatcher(DispatcherNames.Vrrp);

    protected override void PreStart()
    {
        _self = Self;
        _timer = _services.Clock.CreateTimer(this, 0);
        Resolve();
        Tell(_state.Status);
        Handle(TrackScriptEventKind.IntervalElapsed);
    }

    protected override void PostStop()
    {
        _timer.Dispose();
        _run?.Kill(s_grace);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Elapsed elapsed when elapsed.Generation == _generation:
                Handle(TrackScriptEventKind.IntervalElapsed);
                break;
            case Elapsed:
                break;
            case Ended ended when ended.Number == _runNumber:
                _run = null;
                _lastResult = Describe(ended.Result);
                Handle(ended.Result.Succeeded ? TrackScriptEventKind.Succeeded : TrackScriptEventKind.Failed);
                break;
            case Ended:
                break;
            case UpdateTracker:
                Update();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now) =>
        _self.Tell(new Elapsed(generation), ActorRefs.NoSender);

    private void Handle(TrackScriptEventKind e)
    {
        _effects.Clear();
        _state = TrackScriptMachine.Handle(_parameters, _state, e, _effects);
        foreach (TrackScriptEffectKind effect in _effects.ToArray())
        {
            Do(effect);
        }
    }

    private void Do(TrackScriptEffectKind effect)
    {
        switch (effect)
        {
            case TrackScriptEffectKind.Run:
                Run();
                break;
            case TrackScriptEffectKind.StartInterval:
                _timer.Start(_services.Clock.Now + _parameters.Interval, ++_generation);
                break;
            case TrackScriptEffectKind.NotifyStatus:
                _log.Info(
                    "VRRP_Script({0}) {1}", _config.Name, _state.Status.IsUp ? "succeeded" : $"failed ({_lastResult})");
                Tell(_state.Status);
                break;
            case TrackScriptEffectKind.LogOverrun:
                _log.Debug("VRRP_Script({0}) still runs when it is due again", _config.Name);
                break;
        }
    }

    private void Run()
    {
        int number = ++_runNumber;
        if (_command is null)
        {
            Self.Tell(new Ended(number, new ScriptResult(-1, 0, false, 13)), ActorRefs.NoSender);
            return;
        }

        IActorRef self = Self;
        _run = _services.Scripts.Run(
            _command, _parameters.EffectiveTimeout, result => self.Tell(new Ended(number, result), ActorRefs.NoSender));
    }

    private void Resolve()
    {
        _command = _services.ScriptResolver.Resolve(_config.Script, out string refusal);
        if (_command is null)
        {
            _log.Error("VRRP_Script({0}) is disabled: {1}", _config.Name, refusal);
            _lastResult = refusal;
        }
    }

    private void Update()
    {
        TrackScriptConfig old = _config;
        _config = _configured();
        _parameters = TrackScriptParameters.Of(_config);
        if (old.Script != _config.Script)
        {
            // Another script: its first result decides, and nobody waits for the old one.
            _run?.Kill(s_grace);
            _runNumber++;
            _state = TrackScriptState.Initial(_parameters);
            Resolve();
            Tell(_state.Status);
            Handle(TrackScriptEventKind.IntervalElapsed);
        }
    }

    private void Tell(TrackStatus status) => Context.Parent.Tell(
        new TrackerFound(new TrackerKey(TrackerKind.Script, _config.Name), status, _lastResult));

    private static string Describe(in ScriptResult result) => result switch
    {
        { TimedOut: true } => "timed out",
        { StartError: > 0 } => $"could not be started: {ErrnoText.Of(result.StartError)}",
        { Signal: > 0 } => $"ended by signal {result.Signal}",
        _ => $"exit status {result.ExitStatus}",
    };

    private sealed record Elapsed(int Generation);

    private sealed record Ended(int Number, ScriptResult Result);
}
