using Akka.Actor;

namespace Akka.TestKit;

/// <summary>What all such references share.</summary>
public abstract class TestActorRefBase<TActor> : IInternalRef where TActor : ActorBase
{
    private static int _names;
    private readonly LocalRef _ref;

    private protected TestActorRefBase(ActorSystem system, Props props, IActorRef supervisor, string name)
    {
        ActorCell parent = ((supervisor is TestProbe probe ? probe.Ref : supervisor) as LocalRef)?.Cell
            ?? ((ActorSystemImpl)system).UserGuardian;
        string dispatcher = props.Dispatcher == ActorSystemImpl.DefaultDispatcher
            ? TestKitBase.CallingThread : props.Dispatcher;
        string given = name ?? "$$" + Interlocked.Increment(ref _names);
        _ref = parent.NewChild(props, given, dispatcher, systemName: name is null);
    }

    public IActorRef Ref => _ref;

    public TActor UnderlyingActor => _ref.Cell.Actor as TActor
        ?? throw new InvalidOperationException("Underlying actor is terminated");

    public ActorPath Path => _ref.Path;
    IInternalRef IInternalRef.Parent => Inner.Parent;
    bool IInternalRef.IsTerminated => Inner.IsTerminated;
    private IInternalRef Inner => _ref;
    public void Receive(object message, IActorRef sender = null) => _ref.Cell.InvokeForTest(message, sender);
    public void Tell(object message, IActorRef sender) => _ref.Tell(message, sender);
    public bool Equals(IActorRef other) => _ref.Equals(other);
    public override bool Equals(object obj) => _ref.Equals(obj);
    public override int GetHashCode() => _ref.GetHashCode();
    public override string ToString() => _ref.ToString();
    public int CompareTo(object obj) => _ref.CompareTo(obj);
    int IComparable<IActorRef>.CompareTo(IActorRef other) => _ref.CompareTo(other);
    void IInternalRef.SendSystem(SystemMessage message) => Inner.SendSystem(message);
}

/// <summary>An actor that runs on the thread that tells it something, and whose instance can be seen.</summary>
public class TestActorRef<TActor> : TestActorRefBase<TActor> where TActor : ActorBase
{
    public TestActorRef(ActorSystem system, Props actorProps, IActorRef supervisor = null, string name = null)
        : base(system, actorProps, supervisor, name)
    {
    }
}
