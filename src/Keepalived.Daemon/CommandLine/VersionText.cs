using System.Reflection;
using System.Runtime.InteropServices;

namespace Keepalived.Daemon.CommandLine;

/// <summary>What <c>-v</c> prints.</summary>
internal static class VersionText
{
    public static string Number { get; } =
        typeof(VersionText).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>
    /// Scripts and exporters take the second word of the first line for the version whose ways we follow, and look for
    /// "--enable-json" before they ask for a JSON dump.
    /// </summary>
    public static void Write(TextWriter writer)
    {
        writer.WriteLine($"Keepalived v2.2.7 (as Keepalived.Actors v{Number} understands it)");
        writer.WriteLine();
        writer.WriteLine("VRRP failover and IPVS health checks; reads keepalived.conf as keepalived 2.2.7 does");
        writer.WriteLine($"Running on {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
        writer.WriteLine("configure options: --enable-json");
        writer.WriteLine("Config options:  LVS VRRP VRRP_AUTH JSON SYSTEMD_NOTIFY");
    }
}
