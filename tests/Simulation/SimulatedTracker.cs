using Keepalived.Config.Model;
using Keepalived.Core.Tracking;

namespace Keepalived.Simulation;

/// <summary>
/// What one tracker of a router watches, and the real machine that judges it. It lives as long as its definition.
/// </summary>
internal sealed class SimulatedTracker(SimulatedRouter router, TrackerKind kind, string name)
{
    private readonly List<TrackScriptEffectKind> _scriptEffects = [];
    private readonly List<TrackProcessEffectKind> _processEffects = [];
    private TrackScriptParameters? _scriptParameters;
    private TrackProcessParameters? _processParameters;
    private TrackScriptState _script;
    private TrackProcessState _process;
    private TrackStatus _status;
    private int _delays;
    private bool _delayRuns;

    public (TrackerKind Kind, string Name) Key => (kind, name);

    /// <summary>In the world, whatever is known of it: the script succeeds, the interface is up.</summary>
    public bool Works { get; private set; } = true;

    /// <summary>In the world: the number in the file, or of processes.</summary>
    public int Value { get; private set; }

    public bool IsEnded { get; private set; }

    /// <summary>How often the daemon has begun to watch.</summary>
    public int Incarnation { get; private set; }

    public TrackStatus Status => kind switch
    {
        TrackerKind.Script => _script.Status,
        TrackerKind.Process => _process.Status,
        _ => _status,
    };

    /// <summary>The daemon starts to watch.</summary>
    public void Start(KeepalivedConfig config)
    {
        Learn(config);
        Incarnation++;
        _process = default;
        _status = default;
        (_delayRuns, _delays) = (false, _delays + 1);
        switch (kind)
        {
            case TrackerKind.Interface:
                _status = Works ? TrackStatus.Up : TrackStatus.Down;
                break;
            case TrackerKind.Script:
                _script = TrackScriptState.Initial(_scriptParameters!);
                RunScript();
                break;
            default:
                router.Post(Look);
                break;
        }
    }

    /// <summary>A reload: the definition may have changed.</summary>
    public void Learn(KeepalivedConfig config)
    {
        if (kind == TrackerKind.Script)
        {
            _scriptParameters = TrackScriptParameters.Of(config.Scripts.First(one => one.Name == name));
        }
        else if (kind == TrackerKind.Process)
        {
            _processParameters = TrackProcessParameters.Of(
                config.TrackProcesses.First(one => one.Name == name));
        }
    }

    /// <summary>Everything is well, without a word of it.</summary>
    public void Rest(TrackerOptions options, bool failureIsWell) =>
        (Works, Value) = RestOf(options, failureIsWell);

    /// <summary>Everything is well again.</summary>
    public void Restore(TrackerOptions options, bool failureIsWell)
    {
        (bool works, int value) = RestOf(options, failureIsWell);
        Set(works, value);
    }

    public void End() => IsEnded = true;

    /// <summary>The world changes.</summary>
    public void Set(bool works, int value)
    {
        (Works, Value) = (works, value);
        if (router.IsRunning && kind != TrackerKind.Script)
        {
            router.Post(Look);
        }
    }

    private static (bool Works, int Value) RestOf(TrackerOptions options, bool failureIsWell) => options.Kind switch
    {
        TrackerKind.File => (true, failureIsWell ? 1 : 0),
        TrackerKind.Process when failureIsWell => (true, NotQuorate(options)),
        TrackerKind.Process => (true, options.QuorumMax == 0 ? 0 : options.Quorum),
        _ => (!failureIsWell, 0),
    };

    private static int NotQuorate(TrackerOptions options) => options.QuorumMax == 0 ? 1 : options.Quorum - 1;

    private void Look()
    {
        if (IsEnded)
        {
            return;
        }

        switch (kind)
        {
            case TrackerKind.Interface:
                Show(Works ? TrackStatus.Up : TrackStatus.Down);
                break;
            case TrackerKind.File:
                Show(TrackStatus.OfFile(Value));
                break;
            case TrackerKind.Process:
                Count(Value);
                break;
        }
    }

    private void Show(TrackStatus status)
    {
        if (status != _status)
        {
            _status = status;
            router.TrackerChanged();
        }
    }

    private void Count(int count)
    {
        _processEffects.Clear();
        TrackProcessState before = _process;
        _process = TrackProcessMachine.Counted(_processParameters!, _process, count, _processEffects);
        RunProcessEffects();
        Tell(before.Status, result: null, count);
    }

    private void RunProcessEffects()
    {
        foreach (TrackProcessEffectKind effect in _processEffects.ToArray())
        {
            switch (effect)
            {
                case TrackProcessEffectKind.NotifyStatus:
                    router.TrackerChanged();
                    break;
                case TrackProcessEffectKind.StopDelay:
                    (_delayRuns, _delays) = (false, _delays + 1);
                    break;
                case TrackProcessEffectKind.StartDelay:
                    StartDelay();
                    break;
            }
        }
    }

    private void StartDelay()
    {
        int delay = ++_delays;
        _delayRuns = true;
        TimeSpan wait = _process.Delay == TrackProcessDelay.Fork
            ? _processParameters!.ForkDelay
            : _processParameters!.TerminateDelay;
        router.At(router.LocalNow + wait, () =>
        {
            if (delay == _delays && !IsEnded)
            {
                _delayRuns = false;
                _processEffects.Clear();
                TrackProcessState before = _process;
                _process = TrackProcessMachine.DelayElapsed(_processParameters!, _process, _processEffects);
                RunProcessEffects();
                Tell(before.Status, result: null, count: null);
            }
        });
    }

    private void RunScript()
    {
        if (IsEnded)
        {
            return;
        }

        Advance(TrackScriptEventKind.IntervalElapsed);
        if (_scriptEffects.Contains(TrackScriptEffectKind.Run))
        {
            TrackScriptEventKind outcome = Works ? TrackScriptEventKind.Succeeded : TrackScriptEventKind.Failed;
            TimeSpan takes = router.Options.Trackers.First(one => (one.Kind, one.Name) == Key).Takes;
            router.At(router.LocalNow + takes, () => router.Post(() => Advance(outcome)));
        }

        router.At(router.LocalNow + _scriptParameters!.Interval, RunScript);
    }

    private void Advance(TrackScriptEventKind e)
    {
        if (IsEnded)
        {
            return;
        }

        _scriptEffects.Clear();
        TrackStatus before = _script.Status;
        _script = TrackScriptMachine.Handle(_scriptParameters!, _script, e, _scriptEffects);
        Tell(before, e == TrackScriptEventKind.IntervalElapsed ? null : e == TrackScriptEventKind.Succeeded, null);
        if (_scriptEffects.Contains(TrackScriptEffectKind.NotifyStatus))
        {
            router.TrackerChanged();
        }
    }

    private void Tell(TrackStatus before, bool? result, int? count) => router.Lan.Tracked(new TrackerStep
    {
        Tracker = this,
        Router = router,
        Script = _scriptParameters,
        Process = _processParameters,
        Before = before,
        After = Status,
        Result = result,
        Count = count,
        Runs = result is null && _scriptEffects.Contains(TrackScriptEffectKind.Run),
        DelayRuns = _delayRuns,
        Delay = _process.Delay,
    });
}
