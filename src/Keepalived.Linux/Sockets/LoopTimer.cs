using Keepalived.Core.Ports;

namespace Keepalived.Linux.Sockets;

/// <summary>A one-shot timer of the protocol loop.</summary>
internal sealed class LoopTimer(ProtocolLoop loop, IProtocolTimerTarget target, int id) : Deadline, IProtocolTimer
{
    public IProtocolTimerTarget Target => target;

    public int Id => id;

    /// <summary>Guarded by the loop's gate.</summary>
    public int Generation { get; set; }

    public void Start(TimeSpan dueAt, int generation)
    {
        lock (loop.Gate)
        {
            Generation = generation;
            loop.Schedule(this, ProtocolLoop.ToNanoseconds(dueAt));
        }
    }

    public void Stop()
    {
        lock (loop.Gate)
        {
            DueAt = Never;
        }
    }

    public void Dispose()
    {
        lock (loop.Gate)
        {
            loop.Unschedule(this);
        }
    }
}
