using System.Collections.Concurrent;
using System.Linq.Expressions;
using Akka.Actor;
using Akka.Configuration;
using Xunit;

namespace Akka.TestKit;

/// <summary>
/// An actor of the test's own, whose mailbox is asserted on; it is the sender of what the test tells.
/// </summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    internal const string CallingThread = "akka.test.calling-thread-dispatcher";

    internal static readonly Config Reference = ConfigurationFactory.ParseString("""
        akka.test {
          single-expect-default = 3s
          expect-no-message-default = 100ms
          calling-thread-dispatcher.type = "Akka.TestKit.CallingThreadDispatcherConfigurator, Akka.TestKit"
          test-actor.dispatcher.type = "Akka.TestKit.CallingThreadDispatcherConfigurator, Akka.TestKit"
        }
        """);

    private static int _names;
    private readonly BlockingCollection<TestActor.Received> _queue = [];
    private Func<object, bool> _ignore;

    private protected TestKitBase(ActorSystem system, string testActorName)
    {
        Sys = system;
        string name = testActorName ?? "testActor" + Interlocked.Increment(ref _names);
        BlockingCollection<TestActor.Received> queue = _queue;
        Props props = Props.Create(() => new TestActor(queue)).WithDispatcher("akka.test.test-actor.dispatcher");
        TestActor = ((ActorSystemImpl)system).SystemActorOf(props, name, props.Dispatcher);
    }

    public ActorSystem Sys { get; }
    public IActorRef TestActor { get; }
    public IActorRef LastSender { get; private set; } = ActorRefs.NoSender;
    public bool HasMessages => _queue.Count > 0;
    private TimeSpan SingleExpectDefaultTimeout => Sys.Settings.Config.GetTimeSpan("akka.test.single-expect-default");
    public IActorRef ActorOf(Props props) => Sys.ActorOf(props);
    public IActorRef ActorOf(Props props, string name) => Sys.ActorOf(props, name);

    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory) where TActor : ActorBase =>
        Sys.ActorOf(Props.Create(factory));

    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory, string name) where TActor : ActorBase =>
        Sys.ActorOf(Props.Create(factory), name);

    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(
        Props props, string name = null) where TActor : ActorBase =>
        new(Sys, props, null, name);

    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, IActorRef supervisor, string name = null)
        where TActor : ActorBase => new(Sys, props, supervisor, name);

    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Expression<Func<TActor>> factory, string name = null)
        where TActor : ActorBase => new(Sys, Props.Create(factory), null, name);

    public virtual TestProbe CreateTestProbe(string name = null) => new(Sys, name);

    public IActorRef Watch(IActorRef actorToWatch)
    {
        TestActor.Tell(new TestActor.StartWatch(actorToWatch), TestActor);
        return actorToWatch;
    }

    public IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        TestActor.Tell(new TestActor.EndWatch(actorToUnwatch), TestActor);
        return actorToUnwatch;
    }

    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) => _ignore = shouldIgnoreMessage;

    public void AwaitCondition(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, null, cancellationToken);

    public void AwaitCondition(
        Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default)
    {
        TimeSpan limit = max ?? SingleExpectDefaultTimeout;
        if (!SpinWait.SpinUntil(() => cancellationToken.IsCancellationRequested || conditionIsFulfilled(), limit))
        {
            Assert.Fail($"Timeout ({limit}) expired while waiting for condition.");
        }
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void AwaitAssert(
        Action assertion,
        TimeSpan? duration = null,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default)
    {
        Exception last = null;
        bool passed = SpinWait.SpinUntil(
            () =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                last = Record.Exception(assertion);
                return last is null || SpinWait.SpinUntil(() => false, interval ?? TimeSpan.FromMilliseconds(10));
            },
            duration ?? SingleExpectDefaultTimeout);
        if (!passed && last is not null) { System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(last); }
    }

    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        bool ended = Sys.Terminate().Wait(duration ?? TimeSpan.FromSeconds(5));
        if (!ended && verifySystemShutdown)
        {
            throw new TimeoutException($"Failed to stop [{Sys.Name}] within [{duration}]");
        }
    }

    IActorRef IActorRefFactory.ActorOf(Props props, string name) => Sys.ActorOf(props, name);

    private protected bool TryReceive(
        TimeSpan limit, CancellationToken cancellationToken, out TestActor.Received received)
    {
        long end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        do
        {
            int left = (int)Math.Clamp(end - Environment.TickCount64, 0, int.MaxValue);
            if (!_queue.TryTake(out received, left, cancellationToken)) { return false; }
        }
        while (_ignore?.Invoke(received.Message) == true);
        LastSender = received.Sender;
        return true;
    }
}
