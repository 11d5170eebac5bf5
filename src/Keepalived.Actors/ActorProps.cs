using Akka.Actor;

namespace Keepalived.Actors;

/// <summary>
/// Props from a plain delegate: no expression tree, no reflection over constructors (quick start, native builds).
/// </summary>
public static class ActorProps
{
    public static Props Of<TActor>(Func<TActor> make)
        where TActor : ActorBase => Props.CreateBy(new Producer<TActor>(make));

    private sealed class Producer<TActor>(Func<TActor> make) : IIndirectActorProducer
        where TActor : ActorBase
    {
        public Type ActorType => typeof(TActor);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
