using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Event;

/// <summary>Publishes to subscribers by the type of what is published.</summary>
public class LoggingBus
{
    private readonly ConcurrentDictionary<IActorRef, Type[]> _subscribers = new();
    public LogLevel LogLevel { get; private set; } = LogLevel.InfoLevel;

    /// <summary>
    /// Subscribes to a type and all that derive from it or implement it. False: it was subscribed to that already.
    /// </summary>
    public virtual bool Subscribe(IActorRef subscriber, Type classifier)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        bool added = false;
        _subscribers.AddOrUpdate(
            subscriber,
            _ =>
            {
                added = true;
                return [classifier];
            },
            (_, present) =>
            {
                added = !present.Contains(classifier);
                return added ? [.. present, classifier] : present;
            });
        return added;
    }

    public virtual bool Unsubscribe(IActorRef subscriber, Type classifier)
    {
        if (!_subscribers.TryGetValue(subscriber, out Type[] present) || !present.Contains(classifier))
        {
            return false;
        }
        _subscribers[subscriber] = [.. present.Where(c => c != classifier)];
        return true;
    }

    public virtual bool Unsubscribe(IActorRef subscriber) => _subscribers.TryRemove(subscriber, out _);

    public virtual void Publish(object @event)
    {
        Type type = @event.GetType();
        foreach ((IActorRef subscriber, Type[] classifiers) in _subscribers)
        {
            if (!Array.Exists(classifiers, c => c.IsAssignableFrom(type))) { continue; }
            if (subscriber is IInternalRef { IsTerminated: true })
            {
                // The dead do not stay subscribed.
                _subscribers.TryRemove(subscriber, out _);
                continue;
            }
            subscriber.Tell(@event);
        }
    }

    public void SetLogLevel(LogLevel logLevel) => LogLevel = logLevel;
}

/// <summary>The system's own bus, for facts of any type and for the log.</summary>
public class EventStream : LoggingBus
{
    public EventStream(bool debug) => _ = debug;
}
