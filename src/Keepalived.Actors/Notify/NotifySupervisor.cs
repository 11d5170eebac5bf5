using Akka.Actor;
using Akka.Event;
using Keepalived.Config.Model;

namespace Keepalived.Actors.Notify;

/// <summary>
/// Hears the facts on the event stream and passes them to the children that tell the world. A failed child is made
/// again with growing delay; meanwhile its facts wait in a bounded queue. Nothing here ever reaches the protocol.
/// </summary>
public sealed class NotifySupervisor : UntypedActor
{
    private readonly NotifyServices _services;
    private readonly ScriptsState _scripts = new();
    private readonly MailState _mail;
    private readonly FifoState _fifos = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NotifyChild[] _children;
    private FlushRound? _flush;

    private NotifySupervisor(NotifyServices services, GlobalConfig global)
    {
        _services = services;
        _mail = new MailState(services.MailLimits);
        Apply(global);
        _fifos.Apply(global);
        _children =
        [
            new NotifyChild("scripts", ScriptsActor.Props(services, _scripts), services, Self),
            new NotifyChild("mail", MailActor.Props(services, _mail), services, Self),
            new NotifyChild("fifo", FifoActor.Props(services, _fifos), services, Self),
        ];
    }

    public static Props Props(NotifyServices services, GlobalConfig global) =>
        ActorProps.Of(() => new NotifySupervisor(services, global)).WithDispatcher(DispatcherNames.Slow);

    /// <summary>
    /// For who makes the actor: from now on the facts reach it, which need not have started yet; on one processor the
    /// first quorum is decided before it runs. It stays subscribed while it is restarted, so nothing is missed then
    /// either.
    /// </summary>
    internal static void Listen(EventStream facts, IActorRef actor)
    {
        facts.Subscribe(actor, typeof(INotifyMessage));
        facts.Subscribe(actor, typeof(ConfigurationChanged));
    }

    // The supervisor decides when a failed child comes back; its state lives here, so nothing is lost by stopping it.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(reason =>
    {
        NotifyChild? failed = _children.FirstOrDefault(child => child.Actor is not null && child.Actor.Equals(Sender));
        failed?.Failed(reason);
        return Directive.Stop;
    });

    protected override void PreStart() => Array.ForEach(_children, child => child.Start(Context));

    protected override void PostStop()
    {
        Array.ForEach(_children, child => child.Stop());
        _fifos.CloseAll();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ApplyNotifyConfig apply:
                Reload(apply.Global);
                break;
            case FlushNotifications flush:
                Flush(flush);
                break;
            case NotificationsFlushed flushed:
                AnswerFlush(flushed);
                break;
            case ConfigurationChanged changed:
                Reload(changed.Config.Global);
                break;
            case GetNotifyState:
                Sender.Tell(Snapshot());
                break;
            case INotifyMessage fact:
                Array.ForEach(_children, child => child.Tell(fact, _log));
                break;
            case Terminated terminated:
                Array.Find(_children, child => terminated.ActorRef.Equals(child.Actor))?.Ended(_log);
                break;
            case StartChild start:
                start.Child.Start(Context);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Reload(GlobalConfig global)
    {
        Apply(global);
        ApplyNotifyConfig apply = new(global);
        Array.ForEach(_children, child => child.Tell(apply, _log));
    }

    private void Apply(GlobalConfig global)
    {
        _mail.Global = global;
        _scripts.RealServerInitNotifies = global.RealServerInitNotifies;
    }

    private void Flush(FlushNotifications flush)
    {
        NotifyChild[] present = [.. _children.Where(child => child.Actor is not null)];
        _flush = new FlushRound(flush.ReplyTo ?? Sender, present.Length, new NotificationsFlushed(0, 0));
        foreach (NotifyChild child in present)
        {
            child.Actor!.Tell(flush, Self);
        }

        AnswerFlush(null);
    }

    private void AnswerFlush(NotificationsFlushed? part)
    {
        if (_flush is not { } round)
        {
            return;
        }

        if (part is not null)
        {
            round = round with
            {
                Open = round.Open - 1,
                Total = new NotificationsFlushed(
                    round.Total.LostScripts + part.LostScripts,
                    round.Total.LostMails + part.LostMails),
            };
        }

        _flush = round;
        if (round.Open <= 0)
        {
            _flush = null;
            round.Asker.Tell(round.Total);
        }
    }

    private NotifySnapshot Snapshot() => new(
        _scripts.Waiting,
        _scripts.Running,
        _scripts.Started,
        _scripts.Failed,
        _scripts.Dropped,
        _mail.Queue.Waiting,
        _mail.Queue.Sent,
        _mail.Queue.Lost,
        _mail.LastError,
        _fifos.Lost,
        [.. _children.Select(child => child.Snapshot(Self.Path.ToStringWithoutAddress()))]);

    internal sealed record StartChild(NotifyChild Child);

    private sealed record FlushRound(IActorRef Asker, int Open, NotificationsFlushed Total);
}
