using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>
/// One actor's queues. Whoever posts into an idle mailbox hands it to the dispatcher, so that it runs on one thread at
/// a time; system messages go first and also while user messages are suspended.
/// </summary>
internal sealed class Mailbox(ActorCell cell, Dispatcher dispatcher) : IThreadPoolWorkItem, IRunnable
{
    private readonly ConcurrentQueue<(object Message, IActorRef Sender)> _user = new();
    private readonly ConcurrentQueue<SystemMessage> _system = new();
    private int _busy;
    private int _suspensions;
    private volatile bool _closed;
    internal bool IsClosed => _closed;
    internal int Count => _user.Count;
    internal int Suspensions => Volatile.Read(ref _suspensions);
    internal bool IsSuspended => Suspensions > 0;

    internal void Post(object message, IActorRef sender)
    {
        _user.Enqueue((message, sender));
        Wake();
    }

    internal void Post(SystemMessage message)
    {
        _system.Enqueue(message);
        Wake();
    }

    internal void Suspend() => Volatile.Write(ref _suspensions, _suspensions + 1);
    internal void Resume() => Volatile.Write(ref _suspensions, Math.Max(0, _suspensions - 1));

    internal void Close()
    {
        _closed = true;
        Drain();
    }

    void IRunnable.Run() => Execute();

    public void Execute()
    {
        RunSystem();
        for (int left = dispatcher.Throughput; left > 0 && !_closed && !IsSuspended; left--)
        {
            if (!_user.TryDequeue(out (object Message, IActorRef Sender) next)) { break; }
            cell.Invoke(next.Message, next.Sender);
            RunSystem();
        }
        Volatile.Write(ref _busy, 0);
        Wake();
    }

    private void RunSystem()
    {
        while (!_closed && _system.TryDequeue(out SystemMessage message)) { cell.Invoke(message); }
    }

    private void Wake()
    {
        if (_closed)
        {
            Drain();
            return;
        }
        // A full fence between the queue's change and reading the flag: one of the two threads sees the other.
        Interlocked.MemoryBarrier();
        bool work = !_system.IsEmpty || (!IsSuspended && !_user.IsEmpty);
        if (work && Interlocked.CompareExchange(ref _busy, 1, 0) == 0) { dispatcher.Schedule(this); }
    }

    private void Drain()
    {
        ActorSystem system = cell.System;
        while (_user.TryDequeue(out (object Message, IActorRef Sender) left))
        {
            system.DeadLetters.Tell(
                new DeadLetter(left.Message, left.Sender ?? system.DeadLetters, cell.Self), left.Sender);
        }
        while (_system.TryDequeue(out SystemMessage left)) { ((IInternalRef)system.DeadLetters).SendSystem(left); }
    }
}
