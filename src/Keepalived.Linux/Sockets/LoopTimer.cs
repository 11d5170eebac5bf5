using Keepalived.Core.Ports;

namespace Keepalived.Linux.Sockets;

/// <summary>A one-shot timer of the protocol loop.</summary>
internal sealed class LoopTimer(ProtocolLoop loop, IProtocolTimerTarget target, int id) : Deadline, IProtocolTimer
{
    public IProtocolTimerTarget Target => target;

    public int Id => id;

    /// <summary>Guarded by the loop's gate.</summary>
    public int Generation { get; set; }

    public void Start(TimeSpan dueAt, int generation) => Schedule(dueAt, generation, Never);

    public void Start(TimeSpan dueAt, int generation, TimeSpan lookEvery) =>
        Schedule(dueAt, generation, ProtocolLoop.ToNanoseconds(lookEvery));

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

    private void Schedule(TimeSpan dueAt, int generation, long lookEvery)
    {
        lock (loop.Gate)
        {
            Generation = generation;
            LookEvery = lookEvery;
            loop.Schedule(this, ProtocolLoop.ToNanoseconds(dueAt));
        }
    }
}
