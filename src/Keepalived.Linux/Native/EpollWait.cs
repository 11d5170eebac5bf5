using System.Runtime.InteropServices;
using Tmds.Linux;

namespace Keepalived.Linux.Native;

/// <summary>
/// Waiting for descriptors, to the nanosecond (epoll_pwait2, Linux 5.11); where the kernel or a filter of system calls
/// does not know that, to the next whole millisecond. For one thread.
/// </summary>
/// <param name="number">Of the system call; another one only in tests.</param>
internal sealed unsafe partial class EpollWait(long number = EpollWait.PreciseNumber)
{
    // asm-generic/unistd.h; the same number on every architecture.
    private const long PreciseNumber = 441;
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>Once the kernel has refused it, it is not asked again.</summary>
    public bool IsPrecise { get; private set; } = true;

    /// <summary>How many events there are; 0 also when a signal came.</summary>
    /// <param name="epoll">Descriptor.</param>
    /// <param name="events">Room for <paramref name="most"/> of them.</param>
    /// <param name="nanoseconds">At least so long without an event; negative = without end.</param>
    public int Wait(int epoll, epoll_event* events, int most, long nanoseconds)
    {
        if (IsPrecise)
        {
            TimeSpec limit = TimeSpec.FromNanoseconds(Math.Max(0, nanoseconds));
            long count = SystemCall(number, epoll, events, most, nanoseconds < 0 ? null : &limit, null, 0);
            if (count >= 0 || Libc.Errno is not (ErrnoCodes.NoSystemCall or ErrnoCodes.NotPermitted))
            {
                return (int)Math.Max(0, count);
            }

            IsPrecise = false;
        }

        return Math.Max(0, LibC.epoll_wait(epoll, events, most, Milliseconds(nanoseconds)));
    }

    /// <summary>Rounded up: waking early would only mean waking twice.</summary>
    private static int Milliseconds(long nanoseconds) => nanoseconds < 0
        ? -1
        : (int)Math.Min((nanoseconds + NanosecondsPerMillisecond - 1) / NanosecondsPerMillisecond, int.MaxValue);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(
        long number, long epoll, epoll_event* events, long most, TimeSpec* limit, void* signals, long signalsSize);
}
