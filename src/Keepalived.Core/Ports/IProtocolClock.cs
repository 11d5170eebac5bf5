using Keepalived.Wire.Ip;

namespace Keepalived.Core.Ports;

/// <summary>
/// The protocol clock: monotonic time, one-shot timers with absolute deadlines and the schedule of advertisements, all
/// on one dedicated thread (decision 20). Methods may be called from any thread and never block for long.
/// </summary>
public interface IProtocolClock : ITimerClock
{
    /// <summary>
    /// A transmitter that sends <paramref name="source"/>'s datagrams through <paramref name="socket"/>.
    /// </summary>
    IAdvertTransmitter CreateTransmitter(IPacketSocket socket, IAdvertSource source, IAdvertLeaseHolder holder);

    /// <summary>The worst lateness of the thread since the last call, for the stall guard and the dumps.</summary>
    TimeSpan TakeWorstLateness();

    /// <summary>How often the process stood still since it started.</summary>
    ProtocolStalls Stalls => default;

    /// <summary>
    /// Clock's thread, while a timer fires: how long the thread had not run when it woke for this. An idle thread has
    /// not run either; who needs the difference starts its timer with a time to look in between.
    /// </summary>
    TimeSpan LastGap => default;
}

/// <summary>
/// A one-shot timer. Restarting it with a later deadline must cost next to nothing: each advertisement does it.
/// </summary>
public interface IProtocolTimer : IDisposable
{
    /// <summary>(Re)start: fires once at monotonic time <paramref name="dueAt"/> with this generation.</summary>
    void Start(TimeSpan dueAt, int generation);

    /// <summary>
    /// The same; until then the clock's thread runs after <paramref name="lookEvery"/> at the latest, so that a longer
    /// <see cref="IProtocolClock.LastGap"/> means that it could not.
    /// </summary>
    void Start(TimeSpan dueAt, int generation, TimeSpan lookEvery) => Start(dueAt, generation);

    void Stop();
}

public interface IProtocolTimerTarget
{
    /// <summary>
    /// Called on the clock's thread, after everything that was received before has been handed on; must not block.
    /// </summary>
    void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now);
}

/// <summary>
/// Makes the next datagram; called for each destination of each advertisement, on the clock's thread or inside
/// <see cref="IAdvertTransmitter.Start"/>, never by two threads at a time.
/// </summary>
public interface IAdvertSource
{
    int DestinationCount { get; }

    /// <summary>
    /// Source address for IPv6, where the kernel writes the header; None = the kernel chooses. IPv4 datagrams carry
    /// theirs.
    /// </summary>
    IpAddress SourceAddress => IpAddress.None;

    /// <summary>Hop limit for IPv6 unicast; 0 = the socket's, 255. IPv4 datagrams carry their TTL.</summary>
    int HopLimit => 0;

    /// <summary>
    /// Writes a whole datagram (IPv4: with header; IPv6: payload) into <paramref name="buffer"/>; returns its length,
    /// or 0 for none.
    /// </summary>
    int WriteNext(int destinationIndex, byte priority, Span<byte> buffer, out IpAddress destination);
}

/// <summary>The lease of decision 20: who does not renew within the lease is not advertised for any longer.</summary>
public interface IAdvertLeaseHolder
{
    /// <summary>Clock's thread: answer with <see cref="IAdvertTransmitter.Renew"/> from the actor.</summary>
    void RenewRequested(int generation);

    /// <summary>Clock's thread: not renewed in time; sending has stopped.</summary>
    void LeaseExpired(int generation);

    /// <summary>
    /// Clock's thread: silent for longer than <see cref="IAdvertTransmitter.LimitSilence"/>; sending has stopped.
    /// </summary>
    void SilenceExceeded(int generation)
    {
    }

    /// <summary>Clock's thread: the kernel refused to send (positive errno).</summary>
    void SendFailed(int errno);
}

public interface IAdvertTransmitter : IDisposable
{
    /// <summary>
    /// Start or change the schedule. With <paramref name="sendNow"/> the first is sent before this returns and the
    /// schedule counts from now; else a running schedule keeps its phase. <paramref name="lease"/> is the
    /// Master_Down_Interval.
    /// </summary>
    void Start(byte priority, TimeSpan interval, TimeSpan lease, bool sendNow, int generation);

    void Renew(int generation);

    /// <summary>
    /// If the thread comes so late to a scheduled advertisement that the last one lies longer back than this, another
    /// router has taken over: it sends nothing more and says so. Null = it sends however late it is.
    /// </summary>
    void LimitSilence(TimeSpan? longest)
    {
    }

    /// <summary>
    /// The last scheduled advertisement lies longer back than that limit: whatever else comes first after a stall, a
    /// packet or a signal, it is answered as one who is no longer Master.
    /// </summary>
    bool WasSilentTooLong => false;

    /// <summary>
    /// Stop the schedule: nothing of it is sent after this returns.
    /// </summary>
    void Revoke();

    /// <summary>
    /// One extra advertisement, also without a schedule (resignation: after <see cref="Revoke"/>). It has been sent
    /// when this returns: its interface may be removed right after.
    /// </summary>
    void SendOnce(byte priority);

    /// <summary>Advertisements handed to the kernel so far (each once, whatever the number of destinations).</summary>
    long SentCount { get; }

    long PriorityZeroSentCount { get; }
}
