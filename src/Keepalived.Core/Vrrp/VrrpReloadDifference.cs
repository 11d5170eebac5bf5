using Keepalived.Config.Model;

namespace Keepalived.Core.Vrrp;

/// <summary>What a reload changes for an instance that stays the same virtual router, beside its parameters.</summary>
/// <param name="Packet">What the datagrams and the receive checks are made of.</param>
/// <param name="Items">Addresses, routes, rules, or what is done with packets to them.</param>
public readonly record struct VrrpReloadDifference(bool Packet, bool Items)
{
    public static VrrpReloadDifference Of(VrrpInstanceConfig old, VrrpInstanceConfig now) =>
        new(!PacketOf(old).Equals(PacketOf(now)), !ItemsOf(old).Equals(ItemsOf(now)));

    private static object PacketOf(VrrpInstanceConfig config) => (
        config.VirtualAddresses,
        config.UnicastPeers,
        config.UnicastTtl,
        config.AuthenticationType,
        config.Version,
        config.AuthenticationPassword,
        (config.AdvertisementInterval, config.Hmac, config.OldUnicastChecksum, config.V3ChecksumAsV2),
        (config.MulticastDestination, config.SourceAddress, config.SkipCheckAdvertAddress, config.CheckUnicastSource,
            config.IsOwner, config.OwnerIgnoreAdverts, config.ReceiveBufferSize, config.ReceiveBufferRule));

    private static object ItemsOf(VrrpInstanceConfig config) =>
        (config.VirtualAddresses, config.ExcludedAddresses, config.Routes, config.Rules, config.RefusesPackets);
}
