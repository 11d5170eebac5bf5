using Akka.Actor;
using Akka.Event;
using Keepalived.Config.Model;
using Keepalived.Core.Notify;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Notify;

/// <summary>
/// Writes every change as a line into the configured FIFOs and keeps their readers running. A reader that is slow or
/// absent makes lines wait in a bounded backlog, and nobody else.
/// </summary>
internal sealed class FifoActor : UntypedActor
{
    // At stop a reader has read the last line and seen the end of the file long before.
    private static readonly TimeSpan s_readerGrace = TimeSpan.FromMilliseconds(500);
    // Later than the end of that by so much: the machine stood still, and the reader with it.
    private static readonly TimeSpan s_standstill = TimeSpan.FromMilliseconds(100);

    private readonly NotifyServices _services;
    private readonly FifoState _state;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ActorAlarm _alarm;
    private (IActorRef Asker, TimeSpan Deadline, TimeSpan Last)? _flush;

    private FifoActor(NotifyServices services, FifoState state)
    {
        _services = services;
        _state = state;
        _alarm = new ActorAlarm(services.Time, Self, Tick.Instance);
    }

    internal static Props Props(NotifyServices services, FifoState state) =>
        ActorProps.Of(() => new FifoActor(services, state)).WithDispatcher(DispatcherNames.Slow);

    protected override void PreStart()
    {
        // A script that runs for the predecessor would report its end to nobody.
        foreach (FifoChannel channel in _state.All)
        {
            channel.KillScript();
        }

        OpenAll();
        Work();
    }

    protected override void PostStop() => _alarm.Stop();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RealServerTransitioned or QuorumTransitioned:
                Write((INotifyMessage)message, _state.Lvs);
                break;
            case ApplyNotifyConfig apply:
                Apply(apply.Global);
                break;
            case ScriptEnded ended:
                End(ended);
                break;
            case Tick:
                Work();
                break;
            case FlushNotifications flush:
                Flush(flush);
                break;
            case INotifyMessage fact:
                Write(fact, _state.Vrrp);
                break;
        }
    }

    private void Write(INotifyMessage fact, FifoChannel? own)
    {
        if (_state.Any is null && own is null)
        {
            return;
        }

        if (LineOf(fact) is not { } line)
        {
            return;
        }

        Write(_state.Any, line);
        Write(own, line);
        Work();
    }

    private void Write(FifoChannel? channel, byte[] line)
    {
        if (channel is not null && !channel.Write(line, _alarm.Now))
        {
            NotifyLog.LineDropped(_log, channel.Config.Path, channel.Backlog.Lost);
        }
    }

    private byte[]? LineOf(INotifyMessage fact) => fact switch
    {
        InstanceTransitioned e => FifoLine.ForInstance(e.Config, e.To, e.Priority),
        InstanceStateRepeated e => FifoLine.ForInstance(e.Config, e.State, e.Priority),
        GroupTransitioned e => FifoLine.ForGroup(e.Name, e.To),
        GroupStateRepeated e => FifoLine.ForGroup(e.Group, e.State),
        InstanceHeardLowerPriority e => FifoLine.ForLowerPriority(e.Config, e.Priority),
        InstancePriorityChanged { IsTold: true } e =>
            FifoLine.ForPriority(e.Config, e.State, e.Priority),
        RealServerTransitioned { StateChanged: true } e when !e.Initial || _state.RealServerInitNotifies =>
            FifoLine.ForRealServer(e.VirtualServer, e.RealServer, e.IsUp),
        QuorumTransitioned e => FifoLine.ForService(e.VirtualServer, e.IsUp && !e.Stopping),
        _ => null,
    };

    private void Apply(GlobalConfig global)
    {
        foreach (FifoChannel gone in _state.Apply(global))
        {
            gone.Close();
            gone.KillScript();
        }

        OpenAll();
        Work();
    }

    private void OpenAll()
    {
        foreach (FifoChannel channel in _state.All)
        {
            if (channel.Open(_services.Pipes, _alarm.Now) is { } failure)
            {
                NotifyLog.FifoRefused(_log, failure);
            }
        }
    }

    /// <summary>Everything that is due; then the alarm for what will be.</summary>
    private void Work()
    {
        TimeSpan now = _alarm.Now;
        TimeSpan? next = null;
        foreach (FifoChannel channel in _state.All)
        {
            if (channel.Backlog.NextAttempt <= now)
            {
                channel.Pump(now);
            }

            if (channel.StartScriptAt <= now)
            {
                StartScript(channel);
            }

            next = next is null || channel.NextDeadline < next ? channel.NextDeadline ?? next : next;
        }

        if (_flush is { } flush)
        {
            AnswerFlush(flush.Asker, flush.Deadline, flush.Last);
            next = _flush?.Deadline;
        }

        _alarm.Set(next);
    }

    private void StartScript(FifoChannel channel)
    {
        int number = channel.BeginScript(_alarm.Now);
        NotifyScriptConfig script = channel.Config.Script!;
        if (_services.ScriptResolver.Resolve(script, out string refusal) is not { } command)
        {
            NotifyLog.ReaderRefused(_log, script.Path, refusal);
            return;
        }

        IActorRef self = Self;
        channel.ScriptStarted(_services.Scripts.Run(
            command with { Words = [.. command.Words, channel.Config.Path] },
            Timeout.InfiniteTimeSpan,
            _ => self.Tell(new ScriptEnded(channel, number))));
    }

    private void End(ScriptEnded ended)
    {
        if (ended.Number != ended.Channel.ScriptNumber)
        {
            // It was ended on purpose.
            return;
        }

        TimeSpan pause = ended.Channel.ScriptEnded(_alarm.Now);
        if (_flush is null)
        {
            NotifyLog.ReaderEnded(_log, ended.Channel.Config.Script!.Path, pause);
        }

        Work();
    }

    private void Flush(FlushNotifications flush)
    {
        TimeSpan last = _alarm.Now + flush.Limit;
        _flush = (Sender, GraceFrom(_alarm.Now, last), last);
        foreach (FifoChannel channel in _state.All)
        {
            channel.Close();
        }

        Work();
    }

    private static TimeSpan GraceFrom(TimeSpan now, TimeSpan last) =>
        now + s_readerGrace < last ? now + s_readerGrace : last;

    private void AnswerFlush(IActorRef asker, TimeSpan deadline, TimeSpan last)
    {
        TimeSpan now = _alarm.Now;
        if (_state.All.Any(channel => channel.ScriptRuns))
        {
            if (now < deadline)
            {
                return;
            }

            if (now - deadline >= s_standstill && now < last)
            {
                _flush = (asker, GraceFrom(now, last), last);
                return;
            }
        }

        _flush = null;
        _state.CloseAll();
        asker.Tell(new NotificationsFlushed(0, 0));
    }

    private sealed record ScriptEnded(FifoChannel Channel, int Number);

    private sealed class Tick
    {
        public static Tick Instance { get; } = new();
    }
}
