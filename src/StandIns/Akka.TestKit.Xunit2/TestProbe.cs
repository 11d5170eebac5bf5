using Akka.Actor;

namespace Akka.TestKit;

/// <summary>One more mailbox to assert on; can be given as a reference to others.</summary>
public class TestProbe : TestKitBase, IInternalRef
{
    internal TestProbe(ActorSystem system, string name) : base(system, name) { }

    public IActorRef Ref => TestActor;
    public IActorRef Sender => LastSender;
    ActorPath IActorRef.Path => TestActor.Path;
    IInternalRef IInternalRef.Parent => Inner.Parent;
    bool IInternalRef.IsTerminated => Inner.IsTerminated;
    private IInternalRef Inner => (IInternalRef)TestActor;
    public void Send(IActorRef actor, object message) => actor.Tell(message, TestActor);
    public void Reply(object message) => Sender.Tell(message, TestActor);
    public override bool Equals(object obj) => TestActor.Equals(obj);
    public override int GetHashCode() => TestActor.GetHashCode();
    public override string ToString() => TestActor.ToString();
    void ICanTell.Tell(object message, IActorRef sender) => TestActor.Tell(message, sender);
    void IInternalRef.SendSystem(SystemMessage message) => Inner.SendSystem(message);
    bool IEquatable<IActorRef>.Equals(IActorRef other) => TestActor.Equals(other);
    int IComparable<IActorRef>.CompareTo(IActorRef other) => TestActor.CompareTo(other);
    public int CompareTo(object obj) => TestActor.CompareTo(obj);
}
