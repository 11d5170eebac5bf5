using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Puts what it receives where the test can take it.</summary>
internal sealed class TestActor(BlockingCollection<TestActor.Received> queue) : UntypedActor
{
    internal sealed record Received(object Message, IActorRef Sender);
    internal sealed record StartWatch(IActorRef Actor);
    internal sealed record EndWatch(IActorRef Actor);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StartWatch m:
                Context.Watch(m.Actor);
                break;
            case EndWatch m:
                Context.Unwatch(m.Actor);
                break;
            default:
                queue.Add(new Received(message, Sender));
                break;
        }
    }
}
