using Keepalived.Config.Model;
using Keepalived.Linux.Sockets;
using Serilog;

namespace Keepalived.Daemon.Hosting;

/// <summary>The threads that the protocols run on, as global_defs schedules and names them.</summary>
internal static class ProtocolThreads
{
    public static ProtocolLoop OfVrrp(GlobalConfig global) => new(Of(global.Vrrp, "VRRP") with
    {
        MaxAutoPriority = global.MaxAutoPriority,
        MinAutoPriorityDelay = global.MinAutoPriorityDelay,
        Name = global.Vrrp.Name,
    });

    public static ProtocolLoop OfBfd(ProcessConfig settings) => new(Of(settings, "BFD") with
    {
        // A late VRRP thread raises its priority; that of BFD must not come before it.
        MaxAutoPriority = -1,
        Name = settings.Name.Length > 0 ? settings.Name : "bfd",
    });

    private static ProtocolLoopOptions Of(ProcessConfig settings, string protocol) => new()
    {
        RealTimePriority = settings.RealTimePriority,
        Report = static text => Log.Information("{Text}", text),
        Processors = [.. settings.CpuAffinity],
        Nice = settings.NicePriority,
        CallbackFailed = e => Log.Error(e, "A callback of the {Protocol} clock failed", protocol),
    };
}
