using System.Linq.Expressions;
using System.Reflection;

namespace Akka.Actor;

/// <summary>Makes actors by means of its own.</summary>
public interface IIndirectActorProducer
{
    Type ActorType { get; }
    ActorBase Produce();
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

    public Type Type { get; }
    public string Dispatcher { get; private init; }
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

    public static Props Create<TActor>(params object[] args) where TActor : ActorBase =>
        new(typeof(TActor), args, null, null);

    public static Props Create(Type type, params object[] args) => new(type, args, null, null);

    public static Props CreateBy(IIndirectActorProducer producer, params object[] args) =>
        new(producer.ActorType, args, producer, null);

    public Props WithDispatcher(string dispatcher) =>
        new(Type, _arguments, _producer, SupervisorStrategy) { Dispatcher = dispatcher };

    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) =>
        new(Type, _arguments, _producer, supervisorStrategy) { Dispatcher = Dispatcher };

    internal ActorBase NewActor() => _producer is not null
        ? _producer.Produce()
        : (ActorBase)Activator.CreateInstance(
            Type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
                | BindingFlags.DoNotWrapExceptions,
            null, _arguments, null);

    internal void Release(ActorBase actor) => _producer?.Release(actor);

    private static object Evaluate(Expression argument) => argument is ConstantExpression constant
        ? constant.Value
        : Expression.Lambda<Func<object>>(Expression.Convert(argument, typeof(object))).Compile(
            preferInterpretation: true)();
}
