using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2;

/// <summary>The base of a test class: a system that lives as long as one test.</summary>
public class TestKit : TestKitBase, IDisposable
{
    private bool _disposed;

    public TestKit(ActorSystem system = null, ITestOutputHelper output = null)
        : this(system ?? Create(ConfigurationFactory.Empty, null), output, testActorName: null)
    {
    }

    public TestKit(Config config, string actorSystemName = null, ITestOutputHelper output = null)
        : this(Create(config, actorSystemName), output, testActorName: null)
    {
    }

    public TestKit(string config, ITestOutputHelper output = null)
        : this(Create(ConfigurationFactory.ParseString(config), null), output, testActorName: null)
    {
    }

    private TestKit(ActorSystem system, ITestOutputHelper output, string testActorName) : base(system, testActorName)
    {
        // What the test tells on this thread comes from the test's actor.
        ActorCell.Current = ((LocalRef)TestActor).Cell;
        if (output is not null)
        {
            IActorRef logger = ((ActorSystemImpl)system).SystemActorOf(
                Props.Create(() => new OutputLogger(output)), "log-test");
            system.EventStream.Subscribe(logger, typeof(LogEvent));
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void AfterAll() => Shutdown();

    protected virtual void Dispose(bool disposing)
    {
        if (_disposed) { return; }
        _disposed = true;
        AfterAll();
        if (ReferenceEquals(ActorCell.Current, ((LocalRef)TestActor).Cell)) { ActorCell.Current = null; }
    }

    private static ActorSystem Create(Config config, string name) =>
        ActorSystem.Create(name ?? "test", config.WithFallback(Reference));

    private sealed class OutputLogger(ITestOutputHelper output) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            try
            {
                output.WriteLine(message.ToString());
            }
            catch (InvalidOperationException)
            {
                // The test is over and its output closed.
            }
        }
    }
}
