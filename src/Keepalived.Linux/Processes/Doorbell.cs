using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Processes;

/// <summary>
/// One thread sleeps here until another rings. A system call each and no spinning before sleep: events of the framework
/// spin, which costs more than all the work where messages come one by one.
/// </summary>
public sealed unsafe class Doorbell : IDisposable
{
    private readonly int _fd = LibC.eventfd(0, LibC.EFD_CLOEXEC);

    /// <summary>Throws <see cref="InvalidOperationException"/> if the kernel refuses a descriptor.</summary>
    public Doorbell()
    {
        if (_fd < 0)
        {
            throw new InvalidOperationException($"eventfd: {Libc.Describe(LibC.errno)}");
        }
    }

    /// <summary>Any thread. A ring that finds nobody asleep is kept for the next one who lies down.</summary>
    public void Ring()
    {
        ulong one = 1;
        _ = LibC.write(_fd, &one, sizeof(ulong));
    }

    /// <summary>Returns after a ring, now and then without one.</summary>
    public void Wait()
    {
        ulong value;
        _ = LibC.read(_fd, &value, sizeof(ulong));
    }

    /// <summary>When nobody rings or waits any more.</summary>
    public void Dispose() => _ = LibC.close(_fd);
}
