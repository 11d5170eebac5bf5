using System.Linq.Expressions;
using System.Reflection;

namespace Akka.Actor;

/// <summary>Makes actors by means of its own.</summary>
public interface IIndirectActorProducer
{
    /// <summary>The type it makes.</summary>
    Type ActorType { get; }

    /// <summary>Makes a new instance.</summary>
    ActorBase Produce();

    /// <summary>Told when an instance is out of use.</summary>
    void Release(ActorBase actor);
}

/// <summary>How to make an actor, again after a restart; immutable.</summary>
public class Props
{
    private readonly object[] _arguments;
    private readonly IIndirectActorProducer _producer;

    private Props(Type type, object[] arguments, IIndirectActorProducer producer, SupervisorStrategy strategy)
    {
        Type = type;
        _arguments = arguments;
        _producer = producer;
        SupervisorStrategy = strategy;
        Dispatcher = ActorSystemImpl.DefaultDispatcher;
    }

    /// <summary>The actor's type.</summary>
    public Type Type { get; }

    /// <summary>The path of the dispatcher's section.</summary>
    public string Dispatcher { get; private init; }

    /// <summary>Goes before the actor's own, if not null.</summary>
    public SupervisorStrategy SupervisorStrategy { get; private init; }

    /// <summary>From a new-expression. Its arguments are evaluated now, once.</summary>
    /// <exception cref="ArgumentException">The expression is anything but a constructor call.</exception>
    public static Props Create<TActor>(
        Expression<Func<TActor>> factory, SupervisorStrategy supervisorStrategy = null) where TActor : ActorBase
    {
        if (factory.Body is not NewExpression call)
        {
            throw new ArgumentException("The create function must be a 'new T (args)' expression", nameof(factory));
        }
        object[] arguments = [.. call.Arguments.Select(Evaluate)];
        return new Props(typeof(TActor), arguments, null, supervisorStrategy);
    }

    /// <summary>From a type and the arguments of its constructor.</summary>
    public static Props Create<TActor>(params object[] args) where TActor : ActorBase =>
        new(typeof(TActor), args, null, null);

    /// <summary>From a type and the arguments of its constructor.</summary>
    public static Props Create(Type type, params object[] args) => new(type, args, null, null);

    /// <summary>From something that makes actors.</summary>
    public static Props CreateBy(IIndirectActorProducer producer, params object[] args) =>
        new(producer.ActorType, args, producer, null);

    /// <summary>The same on another dispatcher.</summary>
    public Props WithDispatcher(string dispatcher) =>
        new(Type, _arguments, _producer, SupervisorStrategy) { Dispatcher = dispatcher };

    /// <summary>The same with a strategy that goes before the actor's own.</summary>
    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) =>
        new(Type, _arguments, _producer, supervisorStrategy) { Dispatcher = Dispatcher };

    internal ActorBase NewActor() => _producer is not null
        ? _producer.Produce()
        : (ActorBase)Activator.CreateInstance(
            Type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DoNotWrapExceptions,
            null, _arguments, null);

    internal void Release(ActorBase actor) => _producer?.Release(actor);

    private static object Evaluate(Expression argument) => argument is ConstantExpression constant
        ? constant.Value
        : Expression.Lambda<Func<object>>(Expression.Convert(argument, typeof(object))).Compile(preferInterpretation: true)();
}
