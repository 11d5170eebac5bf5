using System.Collections.Immutable;
using Keepalived.Core.Tracking;

namespace Keepalived.Core.Ports;

/// <summary>Counts processes of this machine on a thread of its own.</summary>
public interface IProcessMonitor : IDisposable
{
    /// <summary>
    /// True if the kernel tells of each process; false if all are looked at every
    /// <see cref="ProcessMonitorOptions.PollInterval"/>, because it does not tell (in some containers).
    /// </summary>
    bool HearsOfEach { get; }

    /// <summary>
    /// Calls <paramref name="counted"/> on the monitor's thread with the number of processes of each pattern, at once
    /// and at each change; <paramref name="failed"/> once if it cannot go on.
    /// </summary>
    void Start(
        ImmutableArray<ProcessPattern> patterns, Action<ImmutableArray<int>> counted, Action<Exception> failed);
}

/// <param name="ReceiveBuffer">Bytes that the kernel may hold back for us; 0 = its own choice.</param>
/// <param name="ForceReceiveBuffer">Beyond the system's limit (SO_RCVBUFFORCE).</param>
public readonly record struct ProcessMonitorOptions(int ReceiveBuffer, bool ForceReceiveBuffer)
{
    /// <summary>Between two looks where the kernel does not tell.</summary>
    public static TimeSpan PollInterval => TimeSpan.FromMilliseconds(500);
}
