using Akka.Actor;
using Akka.Event;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Lvs;

/// <summary>
/// One checker: hands events to the machine, runs attempts beside itself, tells verdicts to its virtual server.
/// </summary>
internal sealed class CheckerActor : UntypedActor, IProtocolTimerTarget
{
    private readonly LvsServices _services;
    private readonly CheckerSlot _slot;
    private readonly List<CheckerEffect> _effects = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IActorRef _self = Context.Self;
    private readonly Random _random;
    private CheckerSetup _setup;
    private CheckerState _state;
    private ICheckTransport? _transport;
    private IProtocolTimer? _timer;
    private CancellationTokenSource? _attempt;

    public CheckerActor(LvsServices services, CheckerSlot slot)
    {
        _services = services;
        _slot = slot;
        _setup = slot.Setup;
        _state = CheckerMachine.Initial(slot.Standing);
        _random = new Random(unchecked((services.Seed * 397) ^ (int)slot.Id ^ (slot.Restarts << 24)));
    }

    public static Props Props(LvsServices services, CheckerSlot slot) =>
        ActorProps.Of(() => new CheckerActor(services, slot)).WithDispatcher(DispatcherNames.Checks);

    protected override void PreStart()
    {
        _timer = _services.Clock.CreateTimer(this, 0);
        _transport = _services.Checks.Create(_setup.Checker, _setup.Config);
        if (_transport is null)
        {
            LvsLog.NotBuilt(_log, _setup);
            // A check that is never made must not keep a server out for ever.
            if (_slot.Standing.IsFailed)
            {
                Context.Parent.Tell(new CheckCompleted(_slot.Id, true, CheckResult.Pass(CheckReason.None)));
            }

            return;
        }

        Handle(CheckerEvent.Startup(_random.NextDouble()));
    }

    protected override void PreRestart(Exception reason, object message)
    {
        _slot.CountRestart(reason);
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        Handle(CheckerEvent.Shutdown);
        _timer?.Dispose();
        _transport?.Dispose();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CheckDue due:
                Handle(CheckerEvent.TimerFired(due.Generation));
                break;
            case AttemptCompleted completed:
                Handle(CheckerEvent.Completed(completed.Generation, completed.Result));
                break;
            case AttemptBroke broke:
                throw new InvalidOperationException(broke.Reason.Message, broke.Reason);
            case UpdateChecker update:
                _setup = update.Setup;
                break;
            case SuspendChecker:
                Handle(CheckerEvent.Suspended);
                break;
            case ResumeChecker:
                Handle(CheckerEvent.Resumed(_random.NextDouble()));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now) =>
        _self.Tell(new CheckDue(generation), ActorRefs.NoSender);

    private void Handle(in CheckerEvent e)
    {
        _effects.Clear();
        TimeSpan now = _services.Clock.Now;
        _state = CheckerMachine.Handle(_setup.Parameters, _state, e, now, _effects);
        foreach (CheckerEffect effect in _effects)
        {
            Run(effect, now);
        }
    }

    private void Run(in CheckerEffect effect, TimeSpan now)
    {
        switch (effect.Kind)
        {
            case CheckerEffectKind.StartTimer:
                _timer!.Start(now + effect.After, effect.Generation);
                break;
            case CheckerEffectKind.StartAttempt:
                StartAttempt(effect);
                break;
            case CheckerEffectKind.CancelAttempt:
                _attempt?.Cancel();
                break;
            case CheckerEffectKind.Report:
                Context.Parent.Tell(new CheckCompleted(_slot.Id, effect.Passed, effect.Result));
                break;
            case CheckerEffectKind.ReportWeight:
                Context.Parent.Tell(new WeightChanged(_slot.Id, effect.WeightDelta));
                break;
            case CheckerEffectKind.Note:
                LvsLog.Checker(_log, _setup, effect);
                break;
            default:
                throw new InvalidOperationException($"no rule for {effect.Kind}");
        }
    }

    private void StartAttempt(in CheckerEffect effect)
    {
        _attempt?.Dispose();
        _attempt = new CancellationTokenSource();
        int generation = effect.Generation;
        _transport!.CheckAsync(effect.Step, _attempt.Token).PipeTo(
            _self,
            ActorRefs.NoSender,
            result => new AttemptCompleted(generation, result),
            exception => new AttemptBroke(exception));
    }
}
