using Akka.Actor;
using Akka.Event;
using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Keepalived.Core.Tracking;

namespace Keepalived.Actors.Tracking;

/// <summary>One <c>vrrp_track_process</c>: from the number of its processes to quorum or no quorum.</summary>
internal sealed class ProcessTrackerActor(KeepalivedServices services, Func<TrackProcessConfig> configured)
    : UntypedActor, IProtocolTimerTarget
{
    private readonly List<TrackProcessEffectKind> _effects = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _self = ActorRefs.Nobody;
    private IProtocolTimer _timer = null!;
    private TrackProcessConfig _config = configured();
    private TrackProcessState _state;
    private int _generation;

    public static Props Props(KeepalivedServices services, Func<TrackProcessConfig> configured) =>
        ActorProps.Of(() => new ProcessTrackerActor(services, configured)).WithDispatcher(DispatcherNames.Vrrp);

    protected override void PreStart()
    {
        _self = Self;
        _timer = services.Clock.CreateTimer(this, 0);
        // After a crash: nobody says a number again that has not changed.
        Context.Parent.Tell(new TellCount(Self));
    }

    protected override void PostStop() => _timer.Dispose();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ProcessesCounted counted:
                _effects.Clear();
                _state = TrackProcessMachine.Counted(
                    TrackProcessParameters.Of(_config), _state, counted.Count, _effects);
                Run();
                break;
            case Elapsed elapsed when elapsed.Generation == _generation:
                _effects.Clear();
                _state = TrackProcessMachine.DelayElapsed(TrackProcessParameters.Of(_config), _state, _effects);
                Run();
                break;
            case Elapsed:
                break;
            case UpdateTracker:
                // The monitor counts anew for another pattern; with the same one the old count is judged anew.
                _config = configured();
                if (_state.Status.IsKnown)
                {
                    Self.Tell(new ProcessesCounted(_state.Count));
                }

                break;
            default:
                Unhandled(message);
                break;
        }
    }

    public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now) =>
        _self.Tell(new Elapsed(generation), ActorRefs.NoSender);

    private void Run()
    {
        foreach (TrackProcessEffectKind effect in _effects)
        {
            switch (effect)
            {
                case TrackProcessEffectKind.NotifyStatus:
                    _log.Info(
                        "Quorum {0} for tracked process {1}, {2} running",
                        _state.Status.IsUp ? "gained" : "lost", _config.Name, _state.Count);
                    break;
                case TrackProcessEffectKind.StartDelay:
                    TimeSpan delay = _state.Delay == TrackProcessDelay.Fork
                        ? _config.ForkDelay
                        : _config.TerminateDelay;
                    _timer.Start(services.Clock.Now + delay, ++_generation);
                    break;
                case TrackProcessEffectKind.StopDelay:
                    _generation++;
                    _timer.Stop();
                    break;
            }
        }

        Context.Parent.Tell(new TrackerFound(
            new TrackerKey(TrackerKind.Process, _config.Name), _state.Status, $"{_state.Count} running")
        {
            Processes = new TrackedProcesses(_state.Count, _state.Delay),
        });
    }

    private sealed record Elapsed(int Generation);
}
