using System.Globalization;
using Keepalived.Core.Kernel;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Netlink;

namespace Keepalived.Linux.Netlink;

/// <summary>Between the machine's words and netlink's.</summary>
internal static class KernelMessages
{
    /// <param name="address">What is to be on the interface.</param>
    /// <param name="keyOnly">Only what identifies it, for removal.</param>
    public static AddressMessage ToMessage(InterfaceAddress address, bool keyOnly)
    {
        var key = new AddressMessage
        {
            Index = address.InterfaceIndex,
            Local = new IpPrefix(address.Address, address.KernelPrefixLength),
            Peer = address.Peer,
        };
        return keyOnly ? key : key with
        {
            Broadcast = address.Broadcast,
            Label = address.Label ?? "",
            Scope = address.Scope,
            Flags = address.Flags,
            PreferredLifetime = address.PreferredLifetime,
            Protocol = AddressMessage.ProtocolKeepalived,
        };
    }

    public static InterfaceAddress ToInterfaceAddress(AddressMessage message) => new()
    {
        InterfaceIndex = message.Index,
        Address = message.Local.Address,
        PrefixLength = message.Local.Length,
        Peer = message.Peer,
        PeerPrefixLength = message.Peer.IsNone ? (byte)0 : message.Local.Length,
        Broadcast = message.Broadcast,
        Scope = message.Scope,
        Label = message.Label.Length > 0 ? message.Label : null,
        Flags = message.Flags,
        PreferredLifetime = message.PreferredLifetime,
    };

    public static KernelAddress ToAddress(AddressMessage message) =>
        new(message.Index, message.Local.Address, message.Local.Length, message.Protocol, message.Flags);

    public static NetworkLink ToLink(LinkMessage message) => new()
    {
        Index = message.Index,
        Name = message.Name,
        Flags = message.Flags,
        OperationalState = message.OperationalState,
        HardwareAddress = message.HardwareAddress.IsNone
            ? ""
            : message.HardwareAddress.Value.ToString("x12", CultureInfo.InvariantCulture),
        Mtu = (int)Math.Min(message.Mtu, int.MaxValue),
        LowerIndex = message.IsLowerForeign ? 0 : message.LowerIndex,
        Kind = message.Kind.Length > 0 ? message.Kind : null,
        MasterIndex = message.MasterIndex,
        MasterKind = message.SlaveKind.Length > 0 ? message.SlaveKind : null,
        Group = message.Group,
        VrfTable = message.VrfTable,
        IsEthernet = message.HardwareType == LinkConstants.ARPHRD_ETHER,
    };

    /// <summary>A message about a bridge port speaks of the port, not of the interface.</summary>
    public static bool IsInterface(LinkMessage message) => message.Family != KernelFamily.Bridge;
}
