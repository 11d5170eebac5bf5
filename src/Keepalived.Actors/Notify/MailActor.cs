using Akka.Actor;
using Akka.Event;
using Keepalived.Config.Model;
using Keepalived.Core.Notify;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Notify;

/// <summary>
/// Writes mails about transitions and hands them to the relay, one at a time; a dead relay delays nobody else.
/// </summary>
internal sealed class MailActor : UntypedActor
{
    private readonly NotifyServices _services;
    private readonly MailState _state;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ActorAlarm _alarm;
    private Action _cancelSending = () => { };
    private CancellationToken _stopped;
    private (IActorRef Asker, TimeSpan Deadline)? _flush;

    private MailActor(NotifyServices services, MailState state)
    {
        _services = services;
        _state = state;
        _alarm = new ActorAlarm(services.Time, Self, Tick.Instance);
    }

    internal static Props Props(NotifyServices services, MailState state) =>
        ActorProps.Of(() => new MailActor(services, state)).WithDispatcher(DispatcherNames.Slow);

    protected override void PreStart()
    {
        CancellationTokenSource stopped = new();
        _stopped = stopped.Token;
        _cancelSending = () =>
        {
            stopped.Cancel();
            stopped.Dispose();
        };
        _state.Queue.Recover(_alarm.Now);
        SendNext();
    }

    protected override void PostStop()
    {
        _cancelSending();
        _alarm.Stop();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InstanceTransitioned e when _state.Policy.WantsInstance(e.Config, e.To, Mail):
                Enqueue(MailText.ForInstance(RouterId, e.Name, e.To, e.Priority, e.Reason));
                break;
            case GroupTransitioned e when _state.Policy.WantsGroup(e.Config, e.To, Mail):
                Enqueue(MailText.ForGroup(RouterId, e.Name, e.To));
                break;
            // With what a server starts is no news to a reader, and there may be thousands of them.
            case RealServerTransitioned { Initial: false } e
                when MailPolicy.WantsRealServer(e.RealServer, e.StateChanged, Mail):
                Enqueue(MailText.ForRealServer(RouterId, e.RealServer, e.VirtualServer, e.IsUp, e.Reason));
                break;
            case QuorumTransitioned e when MailPolicy.WantsQuorum(e.VirtualServer, Mail):
                Enqueue(MailText.ForQuorum(RouterId, e.VirtualServer, e.IsUp, e.Total, e.Stopping));
                break;
            case SendCompleted completed:
                Complete(completed);
                break;
            case Tick:
                SendNext();
                break;
            case FlushNotifications flush:
                _flush = (Sender, _alarm.Now + flush.Limit);
                SendNext();
                break;
        }
    }

    private MailConfig Mail => _state.Global.Mail;

    private string RouterId => _state.Global.RouterId;

    private void Enqueue(MailText text)
    {
        if (_services.MailTransport is null)
        {
            return;
        }

        if (_state.Queue.Add(new MailMessage(Mail.From, Mail.To.Items, text.Subject, text.Body)))
        {
            NotifyLog.MailLost(_log, text.Subject, "too many wait, an older one had to go");
        }

        SendNext();
    }

    private void SendNext()
    {
        if (_flush is { } flush && (_state.Queue.Waiting == 0 || _alarm.Now >= flush.Deadline))
        {
            AnswerFlush(flush.Asker);
            return;
        }

        if (_state.Queue.TakeNext(_alarm.Now) is { } mail)
        {
            IMailTransport transport = _services.MailTransport!(Mail);
            transport.SendAsync(mail, _stopped).PipeTo(
                Self,
                success: error => new SendCompleted(mail, error),
                failure: exception => new SendCompleted(mail, exception.Message));
        }

        _alarm.Set(Earlier(_flush?.Deadline, _state.Queue.NextDeadline));
    }

    private static TimeSpan? Earlier(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b ?? a : a;

    private void Complete(SendCompleted completed)
    {
        if (completed.Error is null)
        {
            _state.Queue.Succeeded();
        }
        else
        {
            _state.LastError = completed.Error;
            if (_state.Queue.Failed(_alarm.Now))
            {
                NotifyLog.MailLost(_log, completed.Mail.Subject, completed.Error);
            }
            else
            {
                NotifyLog.MailFailed(_log, completed.Mail.Subject, completed.Error);
            }
        }

        SendNext();
    }

    private void AnswerFlush(IActorRef asker)
    {
        _flush = null;
        if (_state.Queue.Abandon() is int lost and > 0)
        {
            NotifyLog.MailsAbandoned(_log, lost);
        }

        asker.Tell(new NotificationsFlushed(0, _state.Queue.Lost));
    }

    private sealed record SendCompleted(MailMessage Mail, string? Error);

    private sealed class Tick
    {
        public static Tick Instance { get; } = new();
    }
}
