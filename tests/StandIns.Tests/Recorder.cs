using Akka.Actor;

namespace StandIns.Tests;

/// <summary>Reports every hook that runs to a probe, and does what it is told.</summary>
internal sealed class Recorder : UntypedActor
{
    private readonly IActorRef _to;
    private readonly string _name;
    private readonly Func<Exception, Directive>? _decide;
    private readonly bool _keepChildren;

    public Recorder(IActorRef to, string name, Func<Exception, Directive>? decide, bool keepChildren)
    {
        (_to, _name, _decide, _keepChildren) = (to, name, decide, keepChildren);
        Tell("constructor");
    }

    internal sealed record Fail(Exception Cause);

    internal sealed record AddChild(Props Props, string Name);

    internal sealed record WatchThis(IActorRef Other);

    internal sealed record UnwatchThis(IActorRef Other);

    internal sealed record Gone(string Name, bool Confirmed);

    internal static Props Props(
        IActorRef to, string name, Func<Exception, Directive>? decide = null, bool keepChildren = false) =>
        Akka.Actor.Props.Create(() => new Recorder(to, name, decide, keepChildren));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Fail m:
                throw m.Cause;
            case AddChild m:
                Sender.Tell(Context.ActorOf(m.Props, m.Name));
                break;
            case WatchThis m:
                Context.Watch(m.Other);
                Sender.Tell("watching");
                break;
            case UnwatchThis m:
                Context.Unwatch(m.Other);
                Sender.Tell("not watching");
                break;
            case Terminated m:
                _to.Tell(new Gone(m.ActorRef.Path.Name, m.ExistenceConfirmed));
                break;
            default:
                Tell("got " + message);
                break;
        }
    }

    protected override void PreStart() => Tell("PreStart");

    protected override void PostStop() => Tell("PostStop");

    protected override void PreRestart(Exception reason, object message)
    {
        Tell($"PreRestart {reason.Message} {(message is Fail ? "Fail" : message)}");
        if (!_keepChildren)
        {
            base.PreRestart(reason, message);
        }
    }

    protected override void PostRestart(Exception reason)
    {
        Tell("PostRestart " + reason.Message);
        base.PostRestart(reason);
    }

    protected override SupervisorStrategy SupervisorStrategy() =>
        _decide is null ? base.SupervisorStrategy() : new OneForOneStrategy(-1, -1, _decide, loggingEnabled: false);

    private void Tell(string what) => _to.Tell($"{_name}: {what}");
}
