using System.Globalization;
using System.Runtime.InteropServices;
using Keepalived.Linux.Native;

namespace Keepalived.Linux.Sockets;

/// <summary>
/// How long a real-time thread of this process may run without waiting for anything (RLIMIT_RTTIME, setrlimit(2)): a
/// thread that spins must not take the machine with it. At the limit the kernel sends SIGXCPU; every thread then falls
/// back to default scheduling and the process lives on. The hard limit, at which the kernel kills, is left alone: one
/// process does all here, and a gateway that is merely slower is better than none.
/// </summary>
public sealed unsafe class RealTimeLimit : IDisposable
{
    // asm-generic/resource.h, signal(7), sched.h.
    private const int RealTimeResource = 15;
    private const int CpuTimeExceeded = 24;
    private const int DefaultScheduling = 0;

    private readonly Action<string> _report;
    private readonly PosixSignalRegistration _registration;

    /// <param name="microseconds">2 and more; the kernel counts in ticks of 1 to 10 ms.</param>
    /// <param name="report">Lines for people; called on a thread of the runtime's.</param>
    public RealTimeLimit(uint microseconds, Action<string> report)
    {
        _report = report;
        _registration = PosixSignalRegistration.Create((PosixSignal)CpuTimeExceeded, context =>
        {
            // The default action ends the process.
            context.Cancel = true;
            FallBack();
        });
        ulong* limits = stackalloc ulong[2];
        int result = Libc.GetLimit(RealTimeResource, limits);
        limits[0] = Math.Min(microseconds, limits[1]);
        if (result != 0 || Libc.SetLimit(RealTimeResource, limits) != 0)
        {
            report($"The limit of {microseconds} us of real time is refused: {Libc.Describe(Libc.Errno)}");
        }
    }

    /// <summary>The limit was reached: no thread is to run in real time any more.</summary>
    public bool IsReached { get; private set; }

    public void Dispose() => _registration.Dispose();

    private void FallBack()
    {
        IsReached = true;
        int none = 0;
        foreach (string folder in Directory.EnumerateDirectories("/proc/self/task"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int thread))
            {
                _ = Libc.SetScheduler(thread, DefaultScheduling, &none);
            }
        }

        _report("A real-time thread ran for longer than rlimit_rttime without a pause: no real-time priority any more");
    }
}
