using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Sockets;

/// <summary>
/// Scheduling of the calling thread and memory of the process. Each function returns 0 or a positive errno.
/// </summary>
public static unsafe class RealTime
{
    // sched.h: children (scripts) do not inherit the priority.
    private const int ResetOnFork = 0x40000000;

    /// <summary>SCHED_RR for the calling thread. Needs CAP_SYS_NICE.</summary>
    /// <param name="priority">1..99.</param>
    public static int SetThreadPriority(int priority)
    {
        int value = priority;
        return Libc.SetScheduler(0, LibC.SCHED_RR | ResetOnFork, &value) == 0 ? 0 : Libc.Errno;
    }

    /// <summary>The nice value of the calling thread, -20..19. Below the present one it needs CAP_SYS_NICE.</summary>
    public static int SetThreadNice(int nice) => Libc.SetPriority(0, 0, nice) == 0 ? 0 : Libc.Errno;

    /// <summary>
    /// Asks the scheduler to give the calling thread its share in small slices, hence sooner after it wakes: no more
    /// than others get, and no privilege. Kernels before 6.12 take no notice. Not for a thread in real time.
    /// </summary>
    /// <param name="slice">0.1..100 ms.</param>
    public static int SetThreadSlice(TimeSpan slice)
    {
        SchedulingAttributes attributes = default;
        if (SchedulingCalls.Get(&attributes) < 0)
        {
            return Libc.Errno;
        }

        attributes.Size = (uint)sizeof(SchedulingAttributes);
        attributes.RuntimeNanoseconds = (ulong)(slice.Ticks * TimeSpan.NanosecondsPerTick);
        return SchedulingCalls.Set(&attributes) == 0 ? 0 : Libc.Errno;
    }

    /// <summary>Binds the calling thread to these CPU numbers (0..1023; others are ignored).</summary>
    public static int SetThreadProcessors(IReadOnlyList<int> processors)
    {
        cpu_set_t set = default;
        LibC.CPU_ZERO(&set);
        foreach (int processor in processors)
        {
            if (processor is >= 0 and < 1024)
            {
                LibC.CPU_SET(processor, &set);
            }
        }

        return LibC.sched_setaffinity(default, sizeof(cpu_set_t), &set) == 0 ? 0 : LibC.errno;
    }

    /// <summary>Keeps pages of the process in memory once touched, present and future. Needs CAP_IPC_LOCK.</summary>
    public static int LockMemory()
    {
        // MCL_ONFAULT: the CLR reserves far more than it touches; locking all of it would cost gigabytes.
        int flags = LibC.MCL_CURRENT | LibC.MCL_FUTURE | LibC.MCL_ONFAULT;
        return LibC.mlockall(flags) == 0 ? 0 : LibC.errno;
    }
}
