using Keepalived.Linux.Host;
using Keepalived.Linux.Native;

namespace Keepalived.Linux.Processes;

/// <summary>
/// As process 1 of a container we inherit whatever loses its parent, and have to take note of its end. Waiting for "any
/// child" could take the status away from whoever waits for a child of ours, so each zombie is looked at first.
/// </summary>
internal static unsafe class OrphanReaper
{
    /// <summary>Reaps dead children that <paramref name="isKnown"/> does not claim; returns how many.</summary>
    public static int Reap(Func<int, bool> isKnown)
    {
        int reaped = 0;
        foreach (int pid in ProcessFacts.All())
        {
            if (ProcessFacts.ParentOf(pid) == Environment.ProcessId && !isKnown(pid) && ProcessFacts.IsZombie(pid))
            {
                SignalInfo info = default;
                int result = ProcessCalls.Wait(
                    ProcessCalls.WaitForPid, pid, &info, ProcessCalls.Exited | ProcessCalls.NoHang);
                reaped += result == 0 && info.ProcessId == pid ? 1 : 0;
            }
        }

        return reaped;
    }
}
