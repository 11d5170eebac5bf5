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
}
