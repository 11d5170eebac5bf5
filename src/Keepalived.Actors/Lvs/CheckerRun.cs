using Akka.Actor;
using Akka.Event;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Lvs;

/// <summary>
/// The running part of a checker: timers and attempts drive the machine on the clock's thread (or where an attempt
/// ends), so that an attempt that changes nothing costs no message. What changes something is told: verdicts and
/// weights to the virtual server, a bug to the actor that owns this.
/// </summary>
internal sealed class CheckerRun : IProtocolTimerTarget, IDisposable
{
    [ThreadStatic]
    private static List<CheckerEffect>? s_effects;

    private readonly Lock _gate = new();
    private readonly LvsServices _services;
    private readonly CheckerSlot _slot;
    private readonly IActorRef _actor;
    private readonly IActorRef _virtualServer;
    private readonly ILoggingAdapter _log;
    private readonly IProtocolTimer _timer;
    private readonly ICheckTransport _transport;
    private CheckerState _state;
    private volatile CancellationTokenSource? _attempt;
    private TimeSpan _lateness;

    /// <summary>The place in the interval; handed over with the gate.</summary>
    private double _fraction;

    public CheckerRun(
        LvsServices services, CheckerSlot slot, ICheckTransport transport, IUntypedActorContext context)
    {
        _services = services;
        _slot = slot;
        _transport = transport;
        _actor = context.Self;
        _virtualServer = context.Parent;
        _log = context.GetLogger();
        _state = CheckerMachine.Initial(slot.Standing);
        _timer = services.Clock.CreateTimer(this, 0);
    }

    public void Start()
    {
        _fraction = _services.Spread.Next();
        Handle(CheckerEvent.Startup(_fraction));
    }

    public void Suspend() => Handle(CheckerEvent.Suspended);

    public void Resume() => Handle(CheckerEvent.Resumed(_fraction));

    /// <summary>
    /// A reload gave the slot other times: they count from the last attempt on, with the retries made so far.
    /// </summary>
    public void Retime()
    {
        _transport.Retime(_slot.Setup.Checker);
        Handle(CheckerEvent.Retimed(_fraction));
    }

    /// <summary>What is under way ends without being told of.</summary>
    public void Dispose()
    {
        Handle(CheckerEvent.Shutdown);
        _timer.Dispose();
        _transport.Dispose();
    }

    public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now)
    {
        // The clock's lateness is not handed on: checks that were late together would stay together.
        _lateness = now - dueAt;
        try
        {
            Handle(CheckerEvent.TimerFired(generation));
        }
        catch (Exception exception)
        {
            Break(exception);
        }
    }

    /// <summary>
    /// Decides under the gate and acts beyond it: what is told or cancelled may come back here on the same thread. Two
    /// threads may act at the same time; what comes of a decision that is no longer the last carries its number.
    /// </summary>
    private void Handle(in CheckerEvent e)
    {
        // Given back below; a call from within finds none and makes its own.
        List<CheckerEffect> effects = s_effects ?? [];
        s_effects = null;
        TimeSpan now = _services.Clock.Now;
        CheckerSetup setup = _slot.Setup;
        lock (_gate)
        {
            if (e.Kind == CheckerEventKind.AttemptCompleted && e.Generation == _state.Generation)
            {
                Note(e.Result, now);
            }

            _state = CheckerMachine.Handle(setup.Parameters, _state, e, now, effects);
        }

        foreach (CheckerEffect effect in effects)
        {
            Run(effect, setup, now);
        }

        effects.Clear();
        s_effects = effects;
    }

    private void Run(in CheckerEffect effect, CheckerSetup setup, TimeSpan now)
    {
        switch (effect.Kind)
        {
            case CheckerEffectKind.StartTimer:
                StartTimer(effect, setup.Parameters.DelayLoop, now);
                break;
            case CheckerEffectKind.StartAttempt:
                // Nearly none is ever cancelled: the next attempt takes it over.
                CancellationTokenSource source = _attempt is { } last && last.TryReset() ? last : new();
                _attempt = source;
                Follow(_transport.CheckAsync(effect.Step, source.Token), effect.Generation);
                break;
            case CheckerEffectKind.CancelAttempt:
                _attempt?.Cancel();
                break;
            case CheckerEffectKind.Report:
                _virtualServer.Tell(
                    new CheckCompleted(_slot.Id, effect.Passed, effect.Result), ActorRefs.NoSender);
                break;
            case CheckerEffectKind.ReportWeight:
                _virtualServer.Tell(new WeightChanged(_slot.Id, effect.WeightDelta), ActorRefs.NoSender);
                break;
            case CheckerEffectKind.Note:
                LvsLog.Checker(_services, _log, setup, effect);
                break;
            default:
                throw new InvalidOperationException($"no rule for {effect.Kind}");
        }
    }

    private void StartTimer(in CheckerEffect effect, TimeSpan interval, TimeSpan now)
    {
        TimeSpan dueAt = DueAt(effect, interval, now);
        lock (_gate)
        {
            // A later decision, on another thread, may have started the one timer there is already.
            if (effect.Generation == _state.Generation)
            {
                _timer.Start(dueAt, effect.Generation);
            }
        }
    }

    private TimeSpan DueAt(in CheckerEffect effect, TimeSpan interval, TimeSpan now)
    {
        TimeSpan late = _lateness < effect.After ? _lateness : TimeSpan.Zero;
        TimeSpan latest = now + effect.After - late;
        if (!effect.Regular)
        {
            return latest;
        }

        TimeSpan due = CheckPhase.Latest(latest, interval, _fraction);
        return due < now ? due + interval : due;
    }

    private void Note(in CheckResult result, TimeSpan now)
    {
        long count = (_slot.Attempt?.Count ?? 0) + 1;
        uint retries = result.Passed || !_state.IsUp ? 0 : _state.Retries + 1;
        _slot.Attempt = new CheckAttempt(result, now - _state.StartedAt, now, count, _state.Step, retries);
    }

    private void Follow(Task<CheckResult> check, int generation)
    {
        if (check.IsCompletedSuccessfully)
        {
            Handle(CheckerEvent.Completed(generation, check.Result));
        }
        else
        {
            _ = FollowAsync(check, generation);
        }
    }

    private async Task FollowAsync(Task<CheckResult> check, int generation)
    {
        try
        {
            CheckResult result = await check.ConfigureAwait(false);
            Handle(CheckerEvent.Completed(generation, result));
        }
        catch (Exception exception)
        {
            Break(exception);
        }
    }

    private void Break(Exception exception) => _actor.Tell(new AttemptBroke(exception), ActorRefs.NoSender);
}
