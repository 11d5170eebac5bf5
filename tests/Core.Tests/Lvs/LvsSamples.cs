using System.Net;
using Keepalived.Config.Model;

namespace Keepalived.Core.Tests.Lvs;

/// <summary>Virtual servers for the tests of this folder.</summary>
internal static class LvsSamples
{
    public static RealServerConfig Server(int number, uint weight = 1, params CheckerConfig[] checkers) => new()
    {
        Address = IPAddress.Parse($"192.0.2.{number}"),
        Port = 8080,
        Weight = weight,
        Checkers = new([.. checkers.Length > 0 ? checkers : [Tcp()]]),
    };

    public static CheckerConfig Tcp(bool alpha = false) =>
        new CheckerConfig.Tcp(new CheckTarget(IPAddress.Loopback, 80)) { Alpha = alpha };

    public static VirtualServerConfig Service(params RealServerConfig[] servers) => new()
    {
        Key = new VirtualServerKey.Address(IPAddress.Parse("198.51.100.1"), 80, ServiceProtocol.Tcp),
        Protocol = ServiceProtocol.Tcp,
        Scheduler = "wrr",
        RealServers = new([.. servers]),
    };

    /// <summary>
    /// Three servers with weights 2, 1 and 1 and a check for each, and these lines in the service and in the first
    /// server.
    /// </summary>
    public static VirtualServerConfig Written(string lines, string first = "") => ConfLines.File($$"""
        virtual_server 198.51.100.1 80 {
            protocol TCP
            lvs_sched wrr
            {{lines}}
            real_server 192.0.2.1 8080 {
                weight 2
                {{first}}
                TCP_CHECK {
                }
            }
            real_server 192.0.2.2 8080 {
                TCP_CHECK {
                }
            }
            real_server 192.0.2.3 8080 {
                TCP_CHECK {
                }
            }
        }
        """).VirtualServers[0];

    public static SorryServerConfig Sorry(bool inhibit = false) =>
        new(IPAddress.Parse("192.0.2.99"), 8080, ForwardingConfig.Nat, inhibit);
}
