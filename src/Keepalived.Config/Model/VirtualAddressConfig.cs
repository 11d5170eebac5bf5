using System.Net;
using System.Net.Sockets;

namespace Keepalived.Config.Model;

/// <summary>One line of virtual_ipaddress, virtual_ipaddress_excluded or static_ipaddress.</summary>
public sealed record VirtualAddressConfig
{
    public required IPAddress Address { get; init; }

    /// <summary>0..32 or 0..128.</summary>
    public int PrefixLength { get; init; }

    /// <summary>Interface; the instance's own (or default_interface) is filled in where none was written.</summary>
    public string Device { get; init; } = "";

    /// <summary>
    /// The virtual interface (macvlan, ipvlan) over <see cref="Device"/> that holds the address; empty: the device
    /// does.
    /// </summary>
    public string Carrier { get; init; } = "";

    /// <summary>The interface that the address is put on.</summary>
    public string Interface => Carrier.Length > 0 ? Carrier : Device;

    /// <summary>True if the line named the interface.</summary>
    public bool HasOwnDevice { get; init; }

    /// <summary>RT_SCOPE_* of linux/rtnetlink.h; 0 is global.</summary>
    public byte Scope { get; init; }

    public BroadcastKind BroadcastKind { get; init; }

    public IPAddress? Broadcast { get; init; }

    public string Label { get; init; } = "";

    public IPAddress? Peer { get; init; }

    public int PeerPrefixLength { get; init; }

    public VirtualAddressFlags Flags { get; init; }

    /// <summary>Seconds; null is forever, 0 deprecated at once.</summary>
    public uint? PreferredLifetime { get; init; }

    public bool NoTrack { get; init; }

    public string TrackGroup { get; init; } = "";

    public bool UseVmac { get; init; }

    public DefinedAt Source { get; init; }

    public AddressFamily Family => Address.AddressFamily;

    public bool IsIPv6 => Address.AddressFamily == AddressFamily.InterNetworkV6;

    public override string ToString() => $"{Address}/{PrefixLength}";
}
