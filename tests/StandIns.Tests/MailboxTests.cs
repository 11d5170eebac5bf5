using Akka.Actor;
using Akka.Event;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace StandIns.Tests;

/// <summary>
/// Delivery. Sources in Akka.NET: src/core/Akka/Dispatch/Mailbox.cs, src/core/Akka/Actor/ActorCell.DefaultMessages.cs,
/// src/core/Akka/Event/DeadLetterListener.cs.
/// </summary>
public sealed class MailboxTests() : TestKit("akka.loglevel = OFF, akka.test.single-expect-default = 20s")
{
    // Mailbox.cs Run, ProcessMailbox: one thread at a time, first in first out per sender.
    [Fact]
    public void Messages_of_each_sender_keep_their_order_and_never_overlap()
    {
        const int senders = 4, each = 2000;
        IActorRef me = TestActor;
        IActorRef actor = ActorOf(() => new Collector(me, senders * each));
        Parallel.For(0, senders, s =>
        {
            for (int i = 0; i < each; i++)
            {
                actor.Tell((s, i), ActorRefs.NoSender);
            }
        });
        ExpectMsg("in order", TimeSpan.FromSeconds(20));
    }

    // ActorCell.FaultHandling.cs: the mailbox is suspended at the failure and goes on where it was after the restart.
    [Fact]
    public void Mailbox_survives_a_restart_in_order_without_the_failed_message()
    {
        IActorRef me = TestActor;
        IActorRef actor = ActorOf(() => new FailsAt(me, 3));
        var begin = new ManualResetEventSlim();
        actor.Tell(begin);
        for (int i = 1; i <= 6; i++)
        {
            actor.Tell(i);
        }
        begin.Set();
        Assert.Equal([1, 2, 4, 5, 6], ReceiveN(5).Cast<int>());
    }

    // Mailbox.cs ProcessAllSystemMessages: an order to stop overtakes what is queued, which becomes dead letters.
    [Fact]
    public void Stop_overtakes_queued_messages_and_poison_pill_does_not()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        IActorRef me = TestActor;
        IActorRef actor = ActorOf(() => new Echo(me));
        var begin = new ManualResetEventSlim();
        actor.Tell(begin);
        ExpectMsg("begun");
        actor.Tell("late");
        Sys.Stop(actor);
        // The guardian passes the order on; it is there before the actor goes on.
        AwaitStopQueued();
        begin.Set();
        Assert.Equal("late", ExpectMsg<DeadLetter>().Message);

        IActorRef second = ActorOf(() => new Echo(me));
        second.Tell("before");
        second.Tell(PoisonPill.Instance);
        second.Tell("after");
        ExpectMsg("before");
        Assert.Equal("after", ExpectMsg<DeadLetter>().Message);
    }

    // ActorCell.DefaultMessages.cs: Sender is the dead letters where there is none; Forward keeps the first sender.
    [Fact]
    public void Sender_is_passed_on_by_forward_and_never_null()
    {
        IActorRef me = TestActor;
        IActorRef echo = ActorOf(() => new TellsSender(me));
        IActorRef forwarder = ActorOf(() => new Forwarder(echo));
        TestProbe probe = CreateTestProbe();
        probe.Send(forwarder, "x");
        ExpectMsg(probe.Ref);
        echo.Tell("x", ActorRefs.NoSender);
        ExpectMsg(Sys.DeadLetters);
    }

    // ActorBase.cs Unhandled: published on the event stream.
    [Fact]
    public void Unhandled_messages_are_published()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        IActorRef actor = ActorOf(() => new HandlesNothing());
        actor.Tell("what");
        var unhandled = ExpectMsg<UnhandledMessage>();
        Assert.Equal(("what", actor, TestActor), (unhandled.Message, unhandled.Recipient, unhandled.Sender));
    }

    // EventBus.cs and EventStream.cs: subscription is by type, and reaches derived types; each subscriber hears once.
    [Fact]
    public void Event_stream_publishes_by_type_and_once()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Animal));
        Sys.EventStream.Subscribe(TestActor, typeof(Dog));
        Sys.EventStream.Publish(new Dog());
        Sys.EventStream.Publish("noise");
        Sys.EventStream.Publish(new Cat());
        ExpectMsg<Dog>();
        ExpectMsg<Cat>();
        Assert.True(Sys.EventStream.Unsubscribe(TestActor));
        Sys.EventStream.Publish(new Dog());
        ExpectNoMsg(50);
    }

    // ActorCell.cs: Context belongs to the actor's own execution.
    [Fact]
    public void Context_is_not_there_outside_of_the_actor()
    {
        IActorRef me = TestActor;
        ActorOf(() => new LeaksContext(me)).Tell("go");
        Assert.Equal(nameof(NotSupportedException), ExpectMsg<string>());
    }

    // ActorCell.Children.cs and Nobody in ActorRef.cs: unknown children are nobody.
    [Fact]
    public void Child_by_name_is_found_or_nobody()
    {
        IActorRef me = TestActor;
        ActorOf(() => new LooksForChildren(me), "looker").Tell("go");
        ExpectMsg("child /user/looker/kid True True 1");
    }

    // Props.cs Create: the arguments are evaluated once, when the props are made.
    [Fact]
    public void Props_evaluate_their_arguments_once()
    {
        int calls = 0;
        Func<int> count = () => ++calls;
        IActorRef me = TestActor;
        Props props = Props.Create(() => new Counted(me, count()));
        IActorRef actor = ActorOf(props);
        ExpectMsg(1);
        actor.Tell("fail");
        ExpectMsg(1);
        Assert.Equal(1, calls);
    }

    // ActorSelection.cs Tell and ResolveOne; TestKitBase_Receive.cs ReceiveOne.
    [Fact]
    public void Selection_reaches_whoever_stands_at_the_path()
    {
        IActorRef me = TestActor;
        IActorRef actor = ActorOf(() => new Echo(me), "stands-there");
        Sys.ActorSelection("/user/stands-there").Tell("one");
        Assert.Equal("one", ReceiveOne(TimeSpan.FromSeconds(20)));
        Sys.ActorSelection(actor.Path.Parent / new[] { "stands-there" }).Tell("two");
        ExpectMsg("two");
        TimeSpan limit = TimeSpan.FromSeconds(20);
        Assert.Equal(actor, Sys.ActorSelection("/user/stands-there").ResolveOne(limit).GetAwaiter().GetResult());
        Assert.Throws<ActorNotFoundException>(
            () => Sys.ActorSelection("/user/nobody").ResolveOne(limit).GetAwaiter().GetResult());
        Assert.Null(ReceiveOne(TimeSpan.FromMilliseconds(20)));
    }

    private void AwaitStopQueued()
    {
        // A round trip through the guardian: creating and stopping another child comes after the order above.
        IActorRef marker = ActorOf(() => new Echo(TestActor));
        Watch(marker);
        Sys.Stop(marker);
        ExpectTerminated(marker);
    }

    private record Animal;

    private sealed record Dog : Animal;

    private sealed record Cat : Animal;

    private sealed class Collector(IActorRef to, int count) : UntypedActor
    {
        private readonly Dictionary<int, int> _next = [];
        private int _left = count;
        private int _inside;

        protected override void OnReceive(object message)
        {
            (int sender, int number) = ((int, int))message;
            bool alone = Interlocked.Increment(ref _inside) == 1;
            _next.TryGetValue(sender, out int expected);
            if (!alone || number != expected)
            {
                to.Tell($"out of order: {number} instead of {expected}, alone: {alone}");
            }
            _next[sender] = number + 1;
            Interlocked.Decrement(ref _inside);
            if (--_left == 0)
            {
                to.Tell("in order");
            }
        }
    }

    private sealed class FailsAt(IActorRef to, int at) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case ManualResetEventSlim begin:
                    begin.Wait();
                    break;
                case int i when i == at:
                    throw new InvalidOperationException("bug");
                default:
                    to.Tell(message);
                    break;
            }
        }
    }

    private sealed class Echo(IActorRef to) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is ManualResetEventSlim begin)
            {
                to.Tell("begun");
                begin.Wait();
            }
            else
            {
                to.Tell(message);
            }
        }
    }

    private sealed class TellsSender(IActorRef to) : UntypedActor
    {
        protected override void OnReceive(object message) => to.Tell(Sender);
    }

    private sealed class Forwarder(IActorRef to) : UntypedActor
    {
        protected override void OnReceive(object message) => to.Forward(message);
    }

    private sealed class HandlesNothing : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class LeaksContext(IActorRef to) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            var thread = new Thread(() => to.Tell(Record.Exception(() => Context.System)?.GetType().Name ?? "none"));
            thread.Start();
            thread.Join();
        }
    }

    private sealed class LooksForChildren(IActorRef to) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            IActorRef kid = Context.ActorOf(Props.Create(() => new HandlesNothing()), "kid");
            bool same = Context.Child("kid").Equals(kid);
            bool nobody = Context.Child("other").IsNobody();
            to.Tell($"child {kid.Path.ToStringWithoutAddress()} {same} {nobody} {Context.GetChildren().Count()}");
        }
    }

    private sealed class Counted : UntypedActor
    {
        public Counted(IActorRef to, int number) => to.Tell(number);

        protected override void OnReceive(object message) => throw new InvalidOperationException("bug");
    }
}
