using System.Collections.Immutable;
using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Wire;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Core.Vrrp;

/// <summary>What was written in the conf file, as what the machine, the receive checks and the sender run on.</summary>
public static class VrrpParametersFactory
{
    /// <param name="config">Effective values: defaults and strict mode are already in it.</param>
    /// <param name="inSyncGroup">A member of a <c>vrrp_sync_group</c>.</param>
    /// <param name="startupDelay">What is left of <c>vrrp_startup_delay</c> and <c>vrrp_delay_after_boot</c>.</param>
    public static VrrpParameters Create(VrrpInstanceConfig config, bool inSyncGroup, TimeSpan startupDelay = default)
    {
        bool numbersPackets = AuthenticationOf(config) == VrrpAuthenticationType.AuthenticationHeader;
        VrrpParameters parameters = new()
        {
            Name = config.Name,
            VirtualRouterId = config.VirtualRouterId,
            Version = config.Version,
            Family = config.Family,
            Priority = config.Priority,

            // With sequence numbers a start as Master would begin below what the others have seen: listen first.
            WantsMaster = config.WantsMaster && (config.IsOwner || !numbersPackets),
            AdvertisementInterval = config.AdvertisementInterval,
            DownTimerAdverts = config.DownTimerAdverts,

            // RFC 9568 section 6.1: the owner always preempts.
            Preempt = config.Preempt || config.IsOwner,
            PreemptDelay = config.PreemptDelay,
            StartupDelay = startupDelay,
            HigherPriorityForcesAdvertisement = config.HigherPrioritySendAdvert,
            LowerPriorityNoAdvertisement = config.LowerPriorityNoAdvert,
            AnnounceDelay = config.Garp.MasterDelay,
            AnnounceRepeat = (int)config.Garp.MasterRepeat,
            AnnounceRefresh = config.Garp.MasterRefresh,
            AnnounceRefreshRepeat = (int)config.Garp.MasterRefreshRepeat,
            AnnounceElsewhere = config.AddressesElsewhere.Any() ? config.Garp.ExtraInterface : TimeSpan.Zero,
            LowerPriorityAnnounceDelay = config.Garp.LowerPriorityDelay,
            LowerPriorityAnnounceRepeat = (int)config.Garp.LowerPriorityRepeat,
            InSyncGroup = inSyncGroup,
            Addresses = AdvertisedAddresses(config),
        };
        return config.TimerExpiredBackupPriority is { } priority
            ? parameters with { LongestSilence = VrrpTimers.TakenOverAfter(parameters, priority) }
            : parameters;
    }

    public static VrrpReceiveParameters CreateReceive(VrrpInstanceConfig config) => new()
    {
        VirtualRouterId = config.VirtualRouterId,
        Version = config.Version,
        Family = config.Family,
        AdvertisementInterval = config.AdvertisementInterval,
        AuthenticationType = AuthenticationOf(config),
        Key = KeyOf(config),
        Hmac = HmacOf(config),
        IsUnicast = config.IsUnicast,
        MulticastGroup = GroupOf(config),
        CheckUnicastSource = config.CheckUnicastSource
            || config.UnicastPeers.Any(peer => (peer.MinTtl ?? peer.MaxTtl) is not null),
        Peers = [.. config.UnicastPeers.Select(PeerOf)],
        OwnerIgnoresAdvertisements = config is { OwnerIgnoreAdverts: true, IsOwner: true },
        SkipAddressCheck = config.SkipCheckAdvertAddress,
        Version3ChecksumAsVersion2 = config.V3ChecksumAsV2,
        OldUnicastChecksum = config.OldUnicastChecksum switch
        {
            OldUnicastChecksum.Always => VrrpOldChecksum.Always,
            OldUnicastChecksum.Never => VrrpOldChecksum.Never,
            _ => VrrpOldChecksum.Automatic,
        },
        Addresses = AdvertisedAddresses(config),
    };

    /// <param name="config">Effective values.</param>
    /// <param name="source">Configured source or the interface's primary address; of the instance's family.</param>
    public static VrrpSendParameters CreateSend(VrrpInstanceConfig config, IpAddress source) => new()
    {
        VirtualRouterId = config.VirtualRouterId,
        Version = config.Version,
        Source = source,
        Destinations = config.IsUnicast
            ? ValueList.From(config.UnicastPeers.Select(peer => IpAddress.From(peer.Address)))
            : [GroupOf(config)],
        Addresses = ValueList.From(AdvertisedAddresses(config)),
        AdvertisementInterval = config.AdvertisementInterval,
        AuthenticationType = AuthenticationOf(config),
        Key = KeyOf(config),
        Hmac = HmacOf(config),
        ChecksumMode = config switch
        {
            { Version: 3, V3ChecksumAsV2: true } => VrrpChecksumMode.Version3AsVersion2,
            { IsUnicast: true, OldUnicastChecksum: OldUnicastChecksum.Always } => VrrpChecksumMode.OldUnicast,
            _ => VrrpChecksumMode.Standard,
        },
        MulticastGroup = GroupOf(config),
        TimeToLive = config.IsUnicast ? config.UnicastTtl ?? byte.MaxValue : byte.MaxValue,
    };

    private static VrrpPeer PeerOf(UnicastPeerConfig peer) =>
        new(IpAddress.From(peer.Address), peer.MinTtl ?? byte.MinValue, peer.MaxTtl ?? byte.MaxValue);

    private static VrrpAuthenticationType AuthenticationOf(VrrpInstanceConfig config) => config switch
    {
        { Version: not 2 } or { Family: not AddressFamily.InterNetwork } => VrrpAuthenticationType.None,
        { AuthenticationType: AuthenticationType.Pass } => VrrpAuthenticationType.Password,
        { AuthenticationType: AuthenticationType.Ah } => VrrpAuthenticationType.AuthenticationHeader,
        _ => VrrpAuthenticationType.None,
    };

    private static ValueList<byte> KeyOf(VrrpInstanceConfig config) =>
        AuthenticationOf(config) == VrrpAuthenticationType.None
            ? []
            : ValueList.Create(config.AuthenticationPassword.AsSpan());

    private static VrrpHmacParameters? HmacOf(VrrpInstanceConfig config) => config.Hmac is { } hmac
        ? new VrrpHmacParameters
        {
            Keys = ValueList.From(hmac.Keys.Select(key => new VrrpHmacKey(key.Id, ValueList.From(key.Key.Items)))),
            ActiveKeyId = hmac.ActiveKeyId,
            TimeWindow = hmac.TimeWindow,
            ChecksTime = hmac.AntiReplay == AntiReplay.Time,
            Signs = hmac.Mode != HmacMode.ReceiveOnly,
            RequiresTrailer = hmac.Mode == HmacMode.Enforce,
        }
        : null;

    private static IpAddress GroupOf(VrrpInstanceConfig config)
    {
        IpAddress group = IpAddress.From(config.MulticastDestination);
        return group.Family == config.Family ? group : VrrpCodec.MulticastGroup(config.Family);
    }

    private static ImmutableArray<IpAddress> AdvertisedAddresses(VrrpInstanceConfig config) =>
    [
        .. config.VirtualAddresses
            .Where(address => address.Family == config.Family)
            .Select(address => IpAddress.From(address.Address)),
    ];
}
