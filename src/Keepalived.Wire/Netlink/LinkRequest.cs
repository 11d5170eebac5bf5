using Keepalived.Wire.Ethernet;
using static Keepalived.Wire.Netlink.LinkConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>
/// What to ask of an interface: RTM_NEWLINK with NLM_F_CREATE and NLM_F_EXCL makes one, without them changes one,
/// RTM_DELLINK removes it, RTM_GETLINK asks for its description. Only what is set is sent.
/// </summary>
public sealed record LinkRequest
{
    /// <summary>0 where the name says which, or for a new interface.</summary>
    public int Index { get; init; }

    /// <summary>At most 15 octets. With an index it is the new name.</summary>
    public string? Name { get; init; }

    /// <summary>IFF_* to set; those of <see cref="FlagsMask"/> that are not here are cleared.</summary>
    public uint Flags { get; init; }

    /// <summary>Which IFF_* to touch.</summary>
    public uint FlagsMask { get; init; }

    public uint? Mtu { get; init; }

    public MacAddress? HardwareAddress { get; init; }

    /// <summary>The parent of a new macvlan or ipvlan.</summary>
    public int? LowerIndex { get; init; }

    /// <summary>The bridge, bond or VRF to join; 0 leaves.</summary>
    public int? MasterIndex { get; init; }

    public uint? Group { get; init; }

    /// <summary>Driver kind of a new interface.</summary>
    public string? Kind { get; init; }

    /// <summary>MACVLAN_MODE_*.</summary>
    public uint? MacvlanMode { get; init; }

    /// <summary>IPVLAN_MODE_*.</summary>
    public ushort? IpvlanMode { get; init; }

    /// <summary>IPVLAN_F_*.</summary>
    public ushort? IpvlanFlags { get; init; }

    /// <summary>IN6_ADDR_GEN_MODE_*; only an existing interface takes it.</summary>
    public byte? AddressGenerationMode { get; init; }

    /// <summary>A virtual router's interface: private macvlan over <paramref name="lowerIndex"/>.</summary>
    public static LinkRequest Macvlan(string name, int lowerIndex, MacAddress hardwareAddress) => new()
    {
        Name = name,
        LowerIndex = lowerIndex,
        HardwareAddress = hardwareAddress,
        Kind = "macvlan",
        MacvlanMode = MACVLAN_MODE_PRIVATE,
    };

    /// <summary>An ipvlan in mode L2 with the given IPVLAN_F_* flags.</summary>
    public static LinkRequest Ipvlan(string name, int lowerIndex, ushort flags) => new()
    {
        Name = name,
        LowerIndex = lowerIndex,
        Kind = "ipvlan",
        IpvlanMode = IPVLAN_MODE_L2,
        IpvlanFlags = flags,
    };

    public static LinkRequest SetUp(int index, bool isUp) =>
        new() { Index = index, Flags = isUp ? (uint)IFF_UP : 0, FlagsMask = IFF_UP };

    public static LinkRequest SetMtu(int index, uint mtu) => new() { Index = index, Mtu = mtu };

    /// <summary>For RTM_DELLINK and RTM_GETLINK.</summary>
    public static LinkRequest ByIndex(int index) => new() { Index = index };

    /// <summary>For RTM_DELLINK and RTM_GETLINK.</summary>
    public static LinkRequest ByName(string name) => new() { Name = name };

    /// <summary>Writes the message and returns its length, 0 if the span is too small.</summary>
    public int Encode(Span<byte> destination, in NetlinkRequest request)
    {
        var writer = new NetlinkWriter(destination);
        writer.BeginMessage(request);
        writer.UInt32(0);
        writer.UInt32((uint)Index);
        writer.UInt32(Flags);
        writer.UInt32(FlagsMask);
        if (Name is not null)
        {
            writer.AttributeText(IFLA_IFNAME, Name);
        }

        if (HardwareAddress is { } hardwareAddress)
        {
            writer.AttributeMac(IFLA_ADDRESS, hardwareAddress);
        }

        Number(ref writer, IFLA_MTU, Mtu);
        Number(ref writer, IFLA_LINK, (uint?)LowerIndex);
        Number(ref writer, IFLA_MASTER, (uint?)MasterIndex);
        Number(ref writer, IFLA_GROUP, Group);
        WriteKind(ref writer);
        WriteAddressGeneration(ref writer);
        writer.EndMessage();
        return writer.Result;
    }

    private static void Number(ref NetlinkWriter writer, int type, uint? value)
    {
        if (value is { } number)
        {
            writer.AttributeUInt32(type, number);
        }
    }

    private void WriteKind(ref NetlinkWriter writer)
    {
        if (Kind is null)
        {
            return;
        }

        int info = writer.BeginNested(IFLA_LINKINFO);
        writer.AttributeText(IFLA_INFO_KIND, Kind);
        int data = writer.BeginNested(IFLA_INFO_DATA);
        Number(ref writer, IFLA_MACVLAN_MODE, MacvlanMode);
        if (IpvlanMode is { } mode)
        {
            writer.AttributeUInt16(IFLA_IPVLAN_MODE, mode);
            writer.AttributeUInt16(IFLA_IPVLAN_FLAGS, IpvlanFlags ?? 0);
        }

        writer.EndNested(data);
        writer.EndNested(info);
    }

    private void WriteAddressGeneration(ref NetlinkWriter writer)
    {
        if (AddressGenerationMode is { } mode)
        {
            int families = writer.BeginNested(IFLA_AF_SPEC);
            int inet6 = writer.BeginNested(KernelFamily.Inet6);
            writer.AttributeByte(IFLA_INET6_ADDR_GEN_MODE, mode);
            writer.EndNested(inet6);
            writer.EndNested(families);
        }
    }
}
