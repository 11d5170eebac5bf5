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
    private static readonly Lock s_gate = new();
    private static readonly List<Action> s_waiting = [];
    private static volatile ProcessConfig? s_vrrp;
    private static bool s_isRealTime;

    /// <summary>Before the actor system starts.</summary>
    public static void Use(ProcessConfig vrrp) => s_vrrp = vrrp;

    /// <summary>
    /// Done at once if real time has begun, else when it does. Not at the start of a thread: a collection that a thread
    /// in real time begins waits, spinning, for the threads that run managed code, and where all processors are busy
    /// one of these can lie under the waiting thread until the kernel stops that one for the rest of its second. While
    /// everything starts there are many such threads, afterwards they sleep.
    /// </summary>
    public static void AtRealTime(Action raise)
    {
        lock (s_gate)
        {
            if (!s_isRealTime)
            {
                s_waiting.Add(raise);
                return;
            }
        }

        raise();
    }

    /// <summary>The start is over. Any thread, once.</summary>
    public static void BeginRealTime()
    {
        Action[] waiting;
        lock (s_gate)
        {
            s_isRealTime = true;
            waiting = [.. s_waiting];
            s_waiting.Clear();
        }

        foreach (Action raise in waiting)
        {
            raise();
        }
    }

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
