using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Keepalived.Core.Notify;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Notify;

/// <summary>Runs notify scripts: one ordered queue for each instance, group, real server and virtual server.</summary>
internal sealed class ScriptsActor : UntypedActor
{
    private readonly NotifyServices _services;
    private readonly ScriptsState _state;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ActorAlarm _alarm;
    private (IActorRef Asker, TimeSpan Deadline)? _flush;

    private ScriptsActor(NotifyServices services, ScriptsState state)
    {
        _services = services;
        _state = state;
        _alarm = new ActorAlarm(services.Time, Self, Tick.Instance);
    }

    internal static Props Props(NotifyServices services, ScriptsState state) =>
        ActorProps.Of(() => new ScriptsActor(services, state)).WithDispatcher(DispatcherNames.Slow);

    protected override void PreStart()
    {
        // What ran for the predecessor reports to nobody; it counts as ended.
        _state.ForgetRunning();
        StartAll();
    }

    protected override void PostStop() => _alarm.Stop();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InstanceTransitioned e:
                Enqueue(
                    "instance " + e.Name,
                    ScriptPlan.ForInstance(e.Config, e.To, e.Priority),
                    e.To == NotifiedState.Stop);
                break;
            case GroupTransitioned e:
                Enqueue("group " + e.Name, ScriptPlan.ForGroup(e.Config, e.To), e.To == NotifiedState.Stop);
                break;
            case InstanceHeardLowerPriority e:
                Enqueue("instance " + e.Config.Name, ScriptPlan.ForLowerPriority(e.Config), isEnd: false);
                break;
            case RealServerTransitioned e when e.StateChanged:
                EnqueueRealServer(e);
                break;
            case QuorumTransitioned e:
                Enqueue(
                    "service " + ServiceNames.Of(e.VirtualServer),
                    ScriptPlan.ForQuorum(e.VirtualServer, e.IsUp, e.Stopping),
                    e.Stopping);
                break;
            case ScriptEnded ended:
                End(ended);
                break;
            case Tick:
                StartAll();
                break;
            case FlushNotifications flush:
                _flush = (Sender, _alarm.Now + flush.Limit);
                _state.ClearUnlimited();
                StartAll();
                break;
        }
    }

    private void EnqueueRealServer(RealServerTransitioned e)
    {
        if (e.Initial && !_state.RealServerInitNotifies)
        {
            return;
        }

        string owner = $"server {ServiceNames.Of(e.VirtualServer)} {ServiceNames.Of(e.RealServer, e.VirtualServer)}";
        Enqueue(owner, ScriptPlan.ForRealServer(e.VirtualServer, e.RealServer, e.IsUp, e.Stopping), e.Stopping);
    }

    private void Enqueue(string owner, ImmutableArray<ScriptStep> steps, bool isEnd)
    {
        if (steps.IsEmpty)
        {
            return;
        }

        ScriptQueue queue = _state.QueueOf(owner);
        if (isEnd)
        {
            queue.Clear();
        }

        foreach (ScriptStep step in steps)
        {
            if (queue.Add(step) is { } dropped)
            {
                NotifyLog.Dropped(_log, dropped);
            }
        }

        StartAll();
    }

    private void StartAll()
    {
        TimeSpan? next = _flush?.Deadline;
        foreach ((string owner, ScriptQueue queue) in _state.Queues)
        {
            while (queue.TakeNext(_alarm.Now, out long number, out bool overtaken) is { } step)
            {
                if (overtaken)
                {
                    NotifyLog.Overtaken(_log, step);
                }

                Start(owner, queue, step, number);
            }

            if (queue.NextDeadline is { } deadline && (next is null || deadline < next))
            {
                next = deadline;
            }
        }

        _state.RemoveIdle();
        if (!AnswerFlush())
        {
            _alarm.Set(next);
        }
    }

    private void Start(string owner, ScriptQueue queue, ScriptStep step, long number)
    {
        if (_services.ScriptResolver.Resolve(step.Script, out string refusal) is not { } command)
        {
            NotifyLog.Refused(_log, step, refusal);
            queue.Ended(number);
            _state.Failed++;
            return;
        }

        if (!step.Arguments.IsEmpty)
        {
            command = command with { Words = [.. command.Words, .. step.Arguments] };
        }

        IActorRef self = Self;
        _state.Started++;
        _services.Scripts.Run(
            command,
            step.TimeLimit ?? Timeout.InfiniteTimeSpan,
            result => self.Tell(new ScriptEnded(owner, number, step, result)));
    }

    private void End(ScriptEnded ended)
    {
        NotifyLog.Ended(_log, ended.Step, ended.Result);
        if (!ended.Result.Succeeded)
        {
            _state.Failed++;
        }

        if (_state.Queues.TryGetValue(ended.Owner, out ScriptQueue? queue))
        {
            queue.Ended(ended.Number);
        }

        StartAll();
    }

    private bool AnswerFlush()
    {
        if (_flush is not { } flush || (_state.Queues.Count > 0 && _alarm.Now < flush.Deadline))
        {
            return false;
        }

        _flush = null;
        flush.Asker.Tell(new NotificationsFlushed(_state.Dropped, 0));
        return true;
    }

    private sealed record ScriptEnded(string Owner, long Number, ScriptStep Step, ScriptResult Result);

    private sealed class Tick
    {
        public static Tick Instance { get; } = new();
    }
}
