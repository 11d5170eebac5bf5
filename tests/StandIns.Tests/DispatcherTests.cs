using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace StandIns.Tests;

/// <summary>
/// Where actors run. Sources in Akka.NET: src/core/Akka/Dispatch/Dispatchers.cs, AbstractDispatcher.cs and
/// PinnedDispatcher.cs, src/core/Akka/Helios.Concurrency.DedicatedThreadPool.cs,
/// src/core/Akka.TestKit/CallingThreadDispatcher.cs.
/// </summary>
public sealed class DispatcherTests() : TestKit("""
    akka.loglevel = OFF
    akka.test.single-expect-default = 20s
    also-own { executor = "StandIns.Tests.OwnExecutorFactory, StandIns.Tests" }
    pinned { type = PinnedDispatcher, executor = fork-join-executor }
    pool { type = Dispatcher, throughput = 5 }
    alias = pool
    wrong { type = NoSuchThing }
    own { type = Dispatcher, throughput = 1, executor = "StandIns.Tests.OwnExecutorFactory, StandIns.Tests" }
    no-own { type = Dispatcher, executor = "StandIns.Tests.NoSuchThing, StandIns.Tests" }
    """)
{
    // Dispatchers.cs Config(id): what a section does not say, akka.actor.default-dispatcher says.
    [Fact]
    public void Section_without_a_type_takes_the_default_dispatchers()
    {
        IActorRef actor = Make("also-own");
        int thread = Ask(actor).Thread;
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal(thread, Ask(actor).Thread));
    }

    // PinnedDispatcher.cs: a thread per actor.
    [Fact]
    public void Pinned_dispatcher_gives_each_actor_its_own_thread()
    {
        IActorRef first = Make("pinned"), second = Make("pinned");
        int one = Ask(first).Thread, two = Ask(second).Thread;
        Assert.NotEqual(one, two);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(new Where(one, Pool: false), Ask(first));
            Assert.Equal(new Where(two, Pool: false), Ask(second));
        }
    }

    // PinnedDispatcher.cs: children do not inherit the dispatcher (Deploy in Props.cs).
    [Fact]
    public void Children_run_on_the_default_dispatcher_unless_told_otherwise()
    {
        IActorRef parent = Make("pinned");
        IActorRef child = parent.Ask<IActorRef>("child", TimeSpan.FromSeconds(20)).GetAwaiter().GetResult();
        Assert.True(Ask(child).Pool);
    }

    // Dispatchers.cs LookupConfigurator: a string is another dispatcher's path.
    [Fact]
    public void Default_pool_and_alias_run_on_the_thread_pool()
    {
        Assert.True(Ask(Make("akka.actor.default-dispatcher")).Pool);
        Assert.True(Ask(Make("pool")).Pool);
        Assert.True(Ask(Make("alias")).Pool);
    }

    // LocalActorRefProvider in ActorRefProvider.cs: an unknown dispatcher is found out when the actor is created.
    [Fact]
    public void Unknown_dispatcher_is_a_configuration_error()
    {
        Assert.Throws<ConfigurationException>(() => Make("nowhere"));
        Assert.Throws<ConfigurationException>(() => Make("wrong"));
        Assert.Throws<ConfigurationException>(() => Make("no-own"));
    }

    // AbstractDispatcher.cs ConfigureExecutor: any other name is that of a type, made with the section.
    [Fact]
    public void Executor_of_our_own_runs_all_actors_of_its_dispatcher()
    {
        IActorRef first = Make("own"), second = Make("own");
        int thread = Ask(first).Thread;
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(new Where(thread, Pool: false), Ask(first));
            Assert.Equal(new Where(thread, Pool: false), Ask(second));
        }
        Assert.Contains(OwnExecutorFactory.Made, executor => executor.Thread == thread && executor.Id == "own");
    }

    // CallingThreadDispatcher.cs, TestActorRef.cs: the message is handled before Tell returns.
    [Fact]
    public void Test_actor_reference_runs_on_the_telling_thread_and_shows_its_actor()
    {
        TestActorRef<Located> actor = ActorOfAsTestActorRef<Located>(Props.Create(() => new Located()), "seen");
        actor.Tell("count");
        actor.Tell("count");
        Assert.Equal(
            (2, Environment.CurrentManagedThreadId), (actor.UnderlyingActor.Count, actor.UnderlyingActor.Thread));
        Assert.Equal("/user/seen", actor.Path.ToStringWithoutAddress());
    }

    // InternalTestActorRef.cs Receive: exceptions come out, where Tell gives them to the supervisor.
    [Fact]
    public void Receive_lets_exceptions_through_and_tell_does_not()
    {
        TestActorRef<Located> actor = ActorOfAsTestActorRef<Located>(() => new Located());
        Assert.Throws<InvalidOperationException>(() => actor.Receive("fail"));
        actor.Tell("count");
        Located before = actor.UnderlyingActor;
        actor.Tell("fail");
        // The guardian decides on a thread of its own.
        AwaitAssert(() => Assert.NotSame(before, actor.UnderlyingActor));
    }

    private IActorRef Make(string dispatcher) => ActorOf(Props.Create(() => new Located()).WithDispatcher(dispatcher));

    private static Where Ask(IActorRef actor) =>
        actor.Ask<Where>("where", TimeSpan.FromSeconds(20)).GetAwaiter().GetResult();

    private sealed record Where(int Thread, bool Pool);

    private sealed class Located : UntypedActor
    {
        internal int Count { get; private set; }

        internal int Thread { get; private set; }

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "where":
                    Sender.Tell(new Where(
                        Environment.CurrentManagedThreadId, System.Threading.Thread.CurrentThread.IsThreadPoolThread));
                    break;
                case "child":
                    Sender.Tell(Context.ActorOf(Props.Create(() => new Located())));
                    break;
                case "count":
                    (Count, Thread) = (Count + 1, Environment.CurrentManagedThreadId);
                    break;
                default:
                    throw new InvalidOperationException("bug");
            }
        }
    }
}
