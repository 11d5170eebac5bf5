using System.Net;
using Keepalived.Config.Model;

namespace Keepalived.Core.Notify;

/// <summary>Names of virtual and real servers as FIFO lines, mails and logs have them (cli-and-runtime 6).</summary>
public static class ServiceNames
{
    public static string Of(VirtualServerConfig service) => service.Key switch
    {
        VirtualServerKey.Address address => Format(address.Ip, address.Protocol, address.Port),
        VirtualServerKey.Fwmark mark => $"FWM {mark.Mark}",
        VirtualServerKey.Group group => $"[{group.GroupName}]:{group.Ordinal}",
        _ => throw new ArgumentOutOfRangeException(nameof(service)),
    };

    public static string Of(RealServerConfig server, VirtualServerConfig service) =>
        Format(server.Address, service.Protocol, server.Port);

    private static string Format(IPAddress address, ServiceProtocol protocol, ushort port) =>
        $"[{address}]:{Name(protocol)}:{port}";

    private static string Name(ServiceProtocol protocol) => protocol switch
    {
        ServiceProtocol.Tcp => "tcp",
        ServiceProtocol.Udp => "udp",
        ServiceProtocol.Sctp => "sctp",
        _ => "none",
    };
}
