using Keepalived.Actors;
using Keepalived.Config.Model;
using Keepalived.Linux.Processes;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// How the threads of actors are scheduled: those on the way from the clock to the kernel as <c>vrrp_priority</c>,
/// <c>vrrp_rt_priority</c> and <c>vrrp_cpu_affinity</c> say. The actor system makes the threads, and nothing can be
/// handed to it but a text: hence one place for the process.
/// </summary>
internal static class ActorThreads
{
    private static volatile ProcessConfig? s_vrrp;

    /// <summary>Before the actor system starts.</summary>
    public static void Use(ProcessConfig vrrp) => s_vrrp = vrrp;

    public static ThreadSettings SettingsOf(string dispatcher)
    {
        string name = dispatcher[(dispatcher.LastIndexOf('.') + 1)..];
        bool isProtocol = dispatcher is DispatcherNames.Vrrp or DispatcherNames.Kernel;
        return isProtocol && s_vrrp is { } settings
            ? new ThreadSettings
            {
                Name = $"{name}-actors",
                IsUrgent = true,
                Nice = settings.NicePriority,
                RealTimePriority = settings.RealTimePriority,
                Processors = [.. settings.CpuAffinity],
            }
            : new ThreadSettings { Name = $"{name}-actors" };
    }
}
