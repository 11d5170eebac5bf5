using Keepalived.Core.Kernel;

namespace Keepalived.Core.Ports;

/// <summary>Netlink writes and dumps. Blocking; called by the kernel gateway alone, on its own thread.</summary>
public interface IKernel : IDisposable
{
    /// <summary>Links and addresses as they are now.</summary>
    KernelSnapshot Dump();

    /// <summary>
    /// Applies the commands in order, in as few system calls as possible. "Already there" and "already gone" count as
    /// success. Failures are appended to <paramref name="failures"/>.
    /// </summary>
    void Apply(IReadOnlyList<KernelCommand> commands, List<KernelFailure> failures);

    /// <summary>
    /// Takes the same way as <see cref="Apply"/> into the kernel and back, with requests that ask for nothing.
    /// </summary>
    void Rehearse(IReadOnlyList<KernelCommand> commands, List<KernelFailure> failures)
    {
    }

    /// <summary>The value of a sysctl (path below /proc/sys, with slashes), or null if there is none.</summary>
    string? ReadSysctl(string path);

    /// <summary>
    /// Puts an item back if it is not there. True if it was missing, also if the kernel refused to take it back: then
    /// the failure is appended.
    /// </summary>
    bool PutBack(KernelItem item, List<KernelFailure> failures);
}

/// <summary>Reads the kernel's link and address notifications on a thread of its own.</summary>
public interface IKernelMonitor : IDisposable
{
    /// <summary>
    /// Begins with a <see cref="Synchronized"/>; <paramref name="observer"/> is called on the monitor's thread.
    /// <paramref name="failed"/> is called there once if the monitor cannot go on: it is deaf from then, and has to be
    /// replaced by a new one.
    /// </summary>
    void Start(Action<KernelEvent> observer, Action<Exception> failed);

    /// <summary>
    /// From now on routes and rules too: only if any are configured, since a router with full tables changes them all
    /// the time. Any thread; saying it again does no harm.
    /// </summary>
    void WatchRouting();

    /// <summary>
    /// From now on what goes from any nf_tables table too (<see cref="FirewallRemoved"/>): only if there is one of
    /// ours. Any thread; saying it again does no harm, nor does a kernel without nf_tables.
    /// </summary>
    void WatchFirewall();
}
