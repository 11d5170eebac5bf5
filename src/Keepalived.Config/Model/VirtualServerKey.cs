using System.Net;
using System.Net.Sockets;

namespace Keepalived.Config.Model;

/// <summary>What identifies a virtual server. Closed: address, firewall mark or group.</summary>
public abstract record VirtualServerKey
{
    private VirtualServerKey()
    {
    }

    /// <summary>An address service. Port 0 is every port.</summary>
    public sealed record Address(IPAddress Ip, ushort Port, ServiceProtocol Protocol) : VirtualServerKey
    {
        public override string ToString() => $"[{Ip}]:{Name(Protocol)}:{Port}";
    }

    /// <summary>A firewall mark service.</summary>
    public sealed record Fwmark(uint Mark, AddressFamily Family) : VirtualServerKey
    {
        public override string ToString() => $"FWM {Mark}";
    }

    /// <summary>All services of a virtual_server_group. The ordinal tells servers of one group apart.</summary>
    public sealed record Group(string GroupName, int Ordinal) : VirtualServerKey
    {
        public override string ToString() => $"[{GroupName}]:{Ordinal}";
    }

    private static string Name(ServiceProtocol protocol) => protocol switch
    {
        ServiceProtocol.Tcp => "tcp",
        ServiceProtocol.Udp => "udp",
        ServiceProtocol.Sctp => "sctp",
        _ => "none",
    };
}
