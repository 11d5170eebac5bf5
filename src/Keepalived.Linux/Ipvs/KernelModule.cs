using Keepalived.Core.Ports;
using Keepalived.Linux.Host;

namespace Keepalived.Linux.Ipvs;

/// <summary>Loads modules of the kernel by <c>modprobe</c>, if there is one and if we may.</summary>
public static class KernelModule
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    private static readonly string[] s_programs = ["/sbin/modprobe", "/usr/sbin/modprobe", "/bin/modprobe"];

    /// <summary>The running kernel has it built in, or it could be loaded (lists of depmod(8)).</summary>
    public static bool Exists(string module)
    {
        string folder = Path.Join("/lib/modules", ProcessFacts.TryRead("/proc/sys/kernel/osrelease").Trim());
        string file = $"/{module}.ko";
        return ProcessFacts.TryRead(Path.Join(folder, "modules.builtin")).Contains(file, StringComparison.Ordinal)
            || ProcessFacts.TryRead(Path.Join(folder, "modules.dep")).Contains(file, StringComparison.Ordinal);
    }

    /// <summary>Waits for the result, which the kernel shows anyway: a failure is no news.</summary>
    public static void TryLoad(IScriptRunner runner, string module)
    {
        if (Array.Find(s_programs, File.Exists) is not { } program)
        {
            return;
        }

        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        runner.Run(new ScriptCommand([program, "-q", "--", module]), s_limit, _ => done.TrySetResult());
        // The runner kills it in time; the margin is for the case that it cannot.
        done.Task.Wait(s_limit + s_limit);
    }
}
