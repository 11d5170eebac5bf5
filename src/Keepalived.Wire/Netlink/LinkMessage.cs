using System.Runtime.InteropServices;
using Keepalived.Wire.Ethernet;
using static Keepalived.Wire.Netlink.LinkConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>
/// An interface as the kernel describes it (RTM_NEWLINK, RTM_DELLINK; struct ifinfomsg of linux/rtnetlink.h).
/// </summary>
public sealed record LinkMessage
{
    /// <summary>Octets of struct ifinfomsg.</summary>
    public const int HeaderLength = 16;

    /// <summary>
    /// The kernel's family number. <see cref="KernelFamily.Bridge"/> speaks of a bridge port: then RTM_DELLINK means
    /// that the interface left the bridge, not that it is gone.
    /// </summary>
    public byte Family { get; init; }

    /// <summary>ARPHRD_*.</summary>
    public ushort HardwareType { get; init; }

    public int Index { get; init; }

    /// <summary>IFF_*.</summary>
    public uint Flags { get; init; }

    /// <summary>Which flags changed, where the kernel says so.</summary>
    public uint ChangedFlags { get; init; }

    public string Name { get; init; } = string.Empty;

    /// <summary>None unless it has 6 octets.</summary>
    public MacAddress HardwareAddress { get; init; }

    public uint Mtu { get; init; }

    /// <summary>IF_OPER_* (RFC 2863 ifOperStatus).</summary>
    public byte OperationalState { get; init; }

    /// <summary>Index of the bridge, bond or VRF that this interface belongs to; 0 for none.</summary>
    public int MasterIndex { get; init; }

    /// <summary>
    /// Index of the interface below (IFLA_LINK): a macvlan's or VLAN's parent, a veth's peer; 0 for none.
    /// </summary>
    public int LowerIndex { get; init; }

    /// <summary>True if <see cref="LowerIndex"/> belongs to another network namespace and means nothing here.</summary>
    public bool IsLowerForeign { get; init; }

    /// <summary>Driver kind: macvlan, ipvlan, veth, bridge, vrf ...; empty for hardware.</summary>
    public string Kind { get; init; } = string.Empty;

    /// <summary>What the interface is to its master: bridge, bond, vrf ...; empty without one.</summary>
    public string SlaveKind { get; init; } = string.Empty;

    /// <summary>Interface group (<c>ip link set group</c>).</summary>
    public uint Group { get; init; }

    /// <summary>MACVLAN_MODE_*; null unless the kind is macvlan.</summary>
    public uint? MacvlanMode { get; init; }

    /// <summary>IPVLAN_MODE_*; null unless the kind is ipvlan.</summary>
    public ushort? IpvlanMode { get; init; }

    /// <summary>Routing table of a VRF; null unless the kind is vrf.</summary>
    public uint? VrfTable { get; init; }

    /// <summary>IN6_ADDR_GEN_MODE_*; null where the kernel does not say.</summary>
    public byte? AddressGenerationMode { get; init; }

    public bool IsUp => (Flags & IFF_UP) != 0;

    /// <summary>Up, with carrier and ready to pass packets.</summary>
    public bool IsRunning => (Flags & IFF_RUNNING) != 0;

    public bool IsLoopback => (Flags & IFF_LOOPBACK) != 0;

    public bool IsMulticast => (Flags & IFF_MULTICAST) != 0;

    public bool IsPointToPoint => (Flags & IFF_POINTOPOINT) != 0;

    /// <summary>No ARP, hence no gratuitous ARP or neighbour advertisement either.</summary>
    public bool IsNoArp => (Flags & IFF_NOARP) != 0;

    /// <summary>Reads the payload of RTM_NEWLINK or RTM_DELLINK.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out LinkMessage link, out DecodeError error)
    {
        link = new LinkMessage();
        if (payload.Length < HeaderLength)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, payload.Length);
        }

        //  |    Family     |      pad      |         Hardware type         |
        //  |             Index, Flags, Changed flags (4 each)              |
        link = new LinkMessage
        {
            Family = payload[0],
            HardwareType = MemoryMarshal.Read<ushort>(payload[2..]),
            Index = MemoryMarshal.Read<int>(payload[4..]),
            Flags = MemoryMarshal.Read<uint>(payload[8..]),
            ChangedFlags = MemoryMarshal.Read<uint>(payload[12..]),
        };
        return LinkAttributes.TryRead(payload[HeaderLength..], ref link, out error);
    }
}
