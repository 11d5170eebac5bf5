using System.Globalization;
using System.Text;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Benchmarks.Micro;

/// <summary>What the micro benchmarks work on: one instance as it stands in most files.</summary>
internal static class Samples
{
    public static readonly IpAddress Sender = IpAddress.Parse("192.0.2.2");
    public static readonly IpAddress Receiver = IpAddress.Parse("192.0.2.1");
    public static readonly IpAddress Address = IpAddress.Parse("192.0.2.100");

    public static VrrpSendParameters Send(int version) => new()
    {
        VirtualRouterId = 51,
        Version = version,
        Source = Sender,
        Destinations = [VrrpCodec.MulticastGroupV4],
        Addresses = [Address],
    };

    public static VrrpReceiveParameters Receive(int version) => new()
    {
        VirtualRouterId = 51,
        Version = version,
        MulticastGroup = VrrpCodec.MulticastGroupV4,
        Addresses = [Address],
    };

    /// <summary>One advert as it comes from the wire.</summary>
    public static byte[] Advert(int version)
    {
        var source = new VrrpAdvertSource(Send(version), new VrrpSequence());
        var buffer = new byte[VrrpCodec.MaxDatagramLength];
        return buffer[..source.WriteNext(0, 150, buffer, out _)];
    }

    /// <summary>A file with as many instances and real servers.</summary>
    public static string Config(int instances, int realServers)
    {
        var text = new StringBuilder("global_defs {\n    router_id bench\n}\n");
        for (int i = 1; i <= instances; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $$"""
                vrrp_instance VI_{{i}} {
                    state BACKUP
                    interface eth0
                    virtual_router_id {{i}}
                    priority 100
                    advert_int 1
                    virtual_ipaddress {
                        10.200.0.{{i}}/32
                    }
                }
                """);
        }
        text.AppendLine("virtual_server 10.9.0.1 80 {\n    delay_loop 6\n    lb_algo rr\n    lb_kind NAT");
        for (int i = 0; i < realServers; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $$"""
                    real_server 10.20.{{i / 250}}.{{(i % 250) + 1}} 80 {
                        weight 1
                        TCP_CHECK {
                            connect_timeout 3
                        }
                    }
                """);
        }
        return text.AppendLine("}").ToString();
    }
}
