using Keepalived.Core.Ports;
using Keepalived.Linux.Sockets;

namespace Keepalived.Linux.Checks;

/// <summary>A one-shot timer of the check loop.</summary>
internal sealed class CheckTimer(CheckLoop loop, IProtocolTimerTarget target, int id) : Deadline, IProtocolTimer
{
    public IProtocolTimerTarget Target => target;

    public int Id => id;

    /// <summary>Guarded by the loop's gate.</summary>
    public int Generation { get; set; }

    public void Start(TimeSpan dueAt, int generation) =>
        loop.Schedule(this, ProtocolLoop.ToNanoseconds(dueAt), generation);

    public void Stop() => loop.Stop(this, forGood: false);

    public void Dispose() => loop.Stop(this, forGood: true);
}
