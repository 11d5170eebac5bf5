using System.Globalization;
using System.Text;

namespace Benchmarks.SideBySide.Harness;

/// <summary>The instances of one file.</summary>
/// <param name="Interval">Seconds; below 1 needs version 3.</param>
internal sealed record Instances(int Count, double Interval, int Priority)
{
    public int Version { get; init; } = Interval < 1 ? 3 : 2;

    /// <summary>One more address in the last instance, or "".</summary>
    public string ExtraAddress { get; init; } = "";

    /// <summary>Skew_Time and Master_Down_Interval in seconds (RFC 3768 6.1, RFC 9568 6.1).</summary>
    public double MasterDownInterval =>
        (3 * Interval) + ((256 - Priority) / 256.0 * (Version == 2 ? 1 : Interval));
}

/// <summary>The files that both daemons get.</summary>
internal static class ConfigText
{
    /// <summary>The address of the n-th instance, from 1.</summary>
    public static string AddressOf(int instance) => Dotted(10, 200, instance);

    public static string RealServer(int number) => Dotted(10, 20, number);

    /// <summary>The second set of gratuitous ARPs comes after 1 s, so that the steady state does so sooner.</summary>
    public static string Vrrp(Instances instances)
    {
        var text = new StringBuilder("global_defs {\n router_id bench\n vrrp_garp_master_delay 1\n}\n");
        for (int i = 1; i <= instances.Count; i++)
        {
            string extra = i == instances.Count && instances.ExtraAddress.Length > 0
                ? $"  {instances.ExtraAddress}/32\n"
                : "";
            string state = instances.Priority == 255 ? "MASTER" : "BACKUP";
            text.Append(CultureInfo.InvariantCulture, $$"""
                vrrp_instance VI_{{i}} {
                 state {{state}}
                 interface eth0
                 version {{instances.Version}}
                 virtual_router_id {{i}}
                 priority {{instances.Priority}}
                 advert_int {{instances.Interval}}
                 virtual_ipaddress {
                  {{AddressOf(i)}}/32
                {{extra}} }
                }

                """);
        }
        return text.ToString();
    }

    /// <summary>Real servers in virtual servers of 100.</summary>
    /// <param name="delay">Seconds between two checks of one real server.</param>
    /// <param name="perService">Real servers of each virtual server.</param>
    /// <param name="isWeb">HTTP_GET instead of TCP_CHECK.</param>
    public static string Lvs(int realServers, int delay, int perService = 100, bool isWeb = false)
    {
        string check = isWeb ? "HTTP_GET {\n   url {\n    path /\n    status_code 200\n   }" : "TCP_CHECK {";
        var text = new StringBuilder();
        for (int i = 0; i < realServers; i++)
        {
            if (i % perService == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $$"""
                    {{(i == 0 ? "" : "}\n")}}virtual_server {{Dotted(10, 9, i / perService)}} 80 {
                     delay_loop {{delay}}
                     lb_algo rr
                     lb_kind NAT
                     protocol TCP

                    """);
            }
            text.Append(CultureInfo.InvariantCulture, $$"""
                 real_server {{RealServer(i)}} 80 {
                  weight 1
                  {{check}}
                   connect_timeout 2
                   retry 1
                   delay_before_retry 1
                  }
                 }

                """);
        }
        return text.Append("}\n").ToString();
    }

    private static string Dotted(int first, int second, int number) => string.Create(
        CultureInfo.InvariantCulture, $"{first}.{second}.{number / 250}.{(number % 250) + 1}");
}
