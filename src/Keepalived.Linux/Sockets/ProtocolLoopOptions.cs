namespace Keepalived.Linux.Sockets;

/// <summary>How the protocol thread runs.</summary>
public sealed record ProtocolLoopOptions
{
    /// <summary>SCHED_RR priority 1..99 of the thread; 0 = default scheduling.</summary>
    public int RealTimePriority { get; init; }

    /// <summary>
    /// Up to this SCHED_RR priority, 1..99, the thread raises its own by one each time it comes too late; 0 = it only
    /// says that it was late, -1 = not even that.
    /// </summary>
    public int MaxAutoPriority { get; init; }

    /// <summary>How late is too late.</summary>
    public TimeSpan MinAutoPriorityDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Lines for people, on the protocol thread; must not wait.</summary>
    public Action<string>? Report { get; init; }

    /// <summary>CPU numbers that the thread may use; empty = all.</summary>
    public IReadOnlyList<int> Processors { get; init; } = [];

    /// <summary>nice value of the thread, -20..19.</summary>
    public int Nice { get; init; }

    /// <summary>comm of the thread, at most 15 octets; empty = "protocol".</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// Called on the protocol thread with what a callback threw; such an exception is a bug of the callback.
    /// </summary>
    public Action<Exception>? CallbackFailed { get; init; }
}

/// <summary>What the protocol thread has counted since it started.</summary>
/// <param name="WakeUps">Returns from epoll_wait.</param>
/// <param name="ReceivedDatagrams">Handed to receivers.</param>
/// <param name="DroppedDatagrams">Read and dropped, because too many were on their way to the receivers.</param>
/// <param name="ReceiveErrors">Transient errors of a socket, such as ENETDOWN.</param>
/// <param name="SendCalls">sendmmsg calls.</param>
/// <param name="SentDatagrams">Accepted by the kernel.</param>
public readonly record struct ProtocolLoopCounters(
    long WakeUps,
    long ReceivedDatagrams,
    long DroppedDatagrams,
    long ReceiveErrors,
    long SendCalls,
    long SentDatagrams);
