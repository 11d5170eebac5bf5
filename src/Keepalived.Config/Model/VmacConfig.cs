namespace Keepalived.Config.Model;

/// <summary>use_vmac or use_ipvlan.</summary>
public sealed record VmacConfig
{
    public VirtualInterfaceKind Kind { get; init; }

    /// <summary>Interface name as written, or the effective one (prefix and VRID).</summary>
    public string InterfaceName { get; init; } = "";

    public bool HasOwnName { get; init; }

    /// <summary>Six octets when configured; empty: the RFC's address.</summary>
    public EquatableArray<byte> MacAddress { get; init; }

    /// <summary>Five octets were configured, and the VRID is the sixth.</summary>
    public bool MacEndsWithVrid { get; init; }

    public bool NetlinkNotify { get; init; }

    public uint? Group { get; init; }

    public bool TransmitFromBase { get; init; }

    public IpvlanMode IpvlanMode { get; init; }

    public VirtualAddressConfig? IpvlanAddress { get; init; }
}
