using System.Net;
using System.Net.Sockets;

namespace Keepalived.Config.Model;

/// <summary>One entry of a virtual_server_group. Closed: an address range or a firewall mark.</summary>
public abstract record VirtualServerGroupEntry
{
    private VirtualServerGroupEntry()
    {
    }

    /// <summary>Addresses from first to last, both included, in the last octet or 16-bit group.</summary>
    public sealed record Addresses(IPAddress First, IPAddress Last, ushort Port) : VirtualServerGroupEntry;

    public sealed record Fwmark(uint Mark, AddressFamily Family) : VirtualServerGroupEntry;
}
