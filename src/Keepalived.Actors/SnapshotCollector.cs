using Akka.Actor;

namespace Keepalived.Actors;

/// <summary>Asks many actors, gathers what answers in time, hands it over once and ends.</summary>
internal sealed class SnapshotCollector(
    IReadOnlyList<(IActorRef Actor, object Question)> questions,
    TimeSpan limit,
    Action<IReadOnlyList<object>> onDone) : UntypedActor, IWithTimers
{
    private readonly List<object> _answers = [];
    private int _open = questions.Count;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        IReadOnlyList<(IActorRef Actor, object Question)> questions,
        TimeSpan limit,
        Action<IReadOnlyList<object>> onDone) =>
        ActorProps.Of(() => new SnapshotCollector(questions, limit, onDone)).WithDispatcher(DispatcherNames.Slow);

    protected override void PreStart()
    {
        foreach ((IActorRef actor, object question) in questions)
        {
            Context.Watch(actor);
            actor.Tell(question);
        }

        Timers.StartSingleTimer(nameof(TimeUp), new TimeUp(), limit);
        FinishIfDone();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TimeUp:
                _open = 0;
                break;
            case Terminated:
                _open--;
                break;
            default:
                Context.Unwatch(Sender);
                _answers.Add(message);
                _open--;
                break;
        }

        FinishIfDone();
    }

    private void FinishIfDone()
    {
        if (_open <= 0)
        {
            onDone(_answers);
            Context.Stop(Self);
        }
    }

    private sealed record TimeUp;
}
