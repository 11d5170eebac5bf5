using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Signals;

/// <summary>Signals to other processes.</summary>
public static class SignalSender
{
    /// <summary>kill(2); false and a text for people on failure.</summary>
    /// <param name="pid">One process, greater than 0.</param>
    /// <param name="signal">Raw number.</param>
    /// <param name="failure">Empty on success.</param>
    public static bool TrySend(int pid, int signal, out string failure)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pid);
        bool sent = LibC.kill(pid, signal) == 0;
        failure = sent ? "" : Libc.Describe(LibC.errno);
        return sent;
    }
}
