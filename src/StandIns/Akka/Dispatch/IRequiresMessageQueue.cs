namespace Akka.Dispatch;

/// <summary>Says what queue an actor needs. Here every mailbox is unbounded and satisfies all.</summary>
public interface IRequiresMessageQueue<T> { }
