using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Benchmarks.SideBySide.Harness;

/// <summary>The two calls without which a benchmark would measure the start of helper programs.</summary>
internal static class Native
{
    public const int SigHup = 1;
    public const int SigKill = 9;
    public const int SigTerm = 15;
    public const int SigStop = 19;

    /// <summary>SIGRTMIN + 2.</summary>
    public const int SigJson = 36;

    private const int CloneNewNetwork = 0x4000_0000;

    /// <summary>Signals one process; false if it is gone.</summary>
    public static bool Signal(int pid, int signal) => kill(pid, signal) == 0;

    /// <summary>Runs an action on a thread inside a network namespace; sockets made there stay there.</summary>
    public static T InNamespace<T>(string name, Func<T> action)
    {
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using SafeFileHandle file = File.OpenHandle("/run/netns/" + name);
                if (setns((int)file.DangerousGetHandle(), CloneNewNetwork) != 0)
                {
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                }
                result = action();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw new InvalidOperationException($"in namespace {name}", failure);
    }

    [DllImport("libc")]
    private static extern int kill(int pid, int signal);

    [DllImport("libc", SetLastError = true)]
    private static extern int setns(int descriptor, int kind);
}
