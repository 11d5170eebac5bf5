using System.Reflection;
using System.Runtime.InteropServices;

namespace Keepalived.Daemon.CommandLine;

/// <summary>What <c>-v</c> prints.</summary>
internal static class VersionText
{
    public static string Number { get; } =
        typeof(VersionText).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>
    /// Scripts look for "Keepalived vX.Y.Z" in the first line: that is the version whose ways we follow.
    /// </summary>
    public static void Write(TextWriter writer)
    {
        writer.WriteLine($"Keepalived.Actors v{Number} (as Keepalived v2.2.7)");
        writer.WriteLine();
        writer.WriteLine("VRRP failover and IPVS health checks; reads keepalived.conf as keepalived 2.2.7 does");
        writer.WriteLine($"Running on {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
        writer.WriteLine("Config options:  LVS VRRP VRRP_AUTH JSON SYSTEMD_NOTIFY");
    }
}
