using System.Net;
using System.Net.Sockets;

namespace Keepalived.Config.Model;

/// <summary>A vrrp_instance block with effective values.</summary>
public sealed record VrrpInstanceConfig
{
    public required string Name { get; init; }

    /// <summary>Base interface; empty only for unicast instances bound by source address or VRF.</summary>
    public string Interface { get; init; } = "";

    public string Vrf { get; init; } = "";

    /// <summary>2 or 3.</summary>
    public int Version { get; init; } = 2;

    public AddressFamily Family { get; init; } = AddressFamily.InterNetwork;

    /// <summary>1..255.</summary>
    public byte VirtualRouterId { get; init; }

    /// <summary>1..255; 255 is the address owner.</summary>
    public byte Priority { get; init; } = 100;

    /// <summary>True with `state MASTER`, or without `state` and with priority 255.</summary>
    public bool WantsMaster { get; init; }

    public TimeSpan AdvertisementInterval { get; init; } = TimeSpan.FromSeconds(1);

    public AuthenticationType AuthenticationType { get; init; }

    /// <summary>1 to 8 octets, not padded.</summary>
    public EquatableArray<byte> AuthenticationPassword { get; init; }

    public HmacConfig? Hmac { get; init; }

    public bool Preempt { get; init; } = true;

    public TimeSpan PreemptDelay { get; init; }

    public GarpConfig Garp { get; init; } = new();

    public bool LowerPriorityNoAdvert { get; init; }

    public bool HigherPrioritySendAdvert { get; init; }

    public bool OwnerIgnoreAdverts { get; init; }

    /// <summary>1..100 missed adverts before the Master counts as dead.</summary>
    public int DownTimerAdverts { get; init; } = 3;

    /// <summary>Priority of timer_expired_backup, 1..254; null: off.</summary>
    public byte? TimerExpiredBackupPriority { get; init; }

    public EquatableArray<VirtualAddressConfig> VirtualAddresses { get; init; }

    public EquatableArray<VirtualAddressConfig> ExcludedAddresses { get; init; }

    public EquatableArray<RouteConfig> Routes { get; init; }

    public EquatableArray<RuleConfig> Rules { get; init; }

    public bool PromoteSecondaries { get; init; }

    public EquatableArray<UnicastPeerConfig> UnicastPeers { get; init; }

    /// <summary>True if adverts go to peers (or would, see <see cref="UnicastFaultNoPeer"/>).</summary>
    public bool IsUnicast => !UnicastPeers.IsEmpty || UnicastFaultNoPeer;

    public bool UnicastFaultNoPeer { get; init; }

    public bool CheckUnicastSource { get; init; }

    /// <summary>0..255; null: 255 for IPv4, the kernel's for IPv6.</summary>
    public byte? UnicastTtl { get; init; }

    public OldUnicastChecksum OldUnicastChecksum { get; init; }

    public bool V3ChecksumAsV2 { get; init; }

    /// <summary>Source of adverts as configured; null: the interface's primary address.</summary>
    public IPAddress? SourceAddress { get; init; }

    public bool TrackSourceAddress { get; init; }

    /// <summary>Group for multicast adverts (global default filled in).</summary>
    public IPAddress MulticastDestination { get; init; } = IPAddress.Parse("224.0.0.18");

    public bool DontTrackPrimary { get; init; }

    public EquatableArray<TrackConfig> TrackInterfaces { get; init; }

    public EquatableArray<TrackConfig> TrackScripts { get; init; }

    public EquatableArray<TrackConfig> TrackFiles { get; init; }

    public EquatableArray<TrackConfig> TrackProcesses { get; init; }

    public EquatableArray<TrackConfig> TrackBfds { get; init; }

    public NotifyScriptsConfig Notify { get; init; } = NotifyScriptsConfig.None;

    /// <summary>The generic notification says DELETED, not FAULT, when a reload removes the instance.</summary>
    public bool NotifyDeleted { get; init; }

    public bool NotifyPriorityChanges { get; init; }

    public bool SmtpAlert { get; init; }

    public VmacConfig? Vmac { get; init; }

    /// <summary>use_vmac_addr: each address has a VMAC interface.</summary>
    public bool UseVmacForAddresses { get; init; }

    public bool Strict { get; init; }

    public bool Accept { get; init; } = true;

    public bool SkipCheckAdvertAddress { get; init; }

    public bool LinkbeatUsePolling { get; init; }

    public string LvsSyncDaemonInterface { get; init; } = "";

    public uint? ReceiveBufferSize { get; init; }

    /// <summary>Used without a size of its own.</summary>
    public ReceiveBufferRule ReceiveBufferRule { get; init; } = ReceiveBufferRule.KernelDefault;

    public int Debug { get; init; }

    /// <summary>True if the instance can only be in Fault as configured (for example ipvlan without address).</summary>
    public bool ConfigurationFault { get; init; }

    public DefinedAt Source { get; init; }

    public bool IsOwner => Priority == 255;

    /// <summary>RFC 9568 section 6.1, Accept_Mode: only the owner of an address always takes packets to it.</summary>
    public bool RefusesPackets => !Accept && !IsOwner;

    /// <summary>The interface that adverts leave from.</summary>
    public string SendingInterface => Vmac is null or { TransmitFromBase: true } ? Interface : Vmac.InterfaceName;

    /// <summary>
    /// The addresses that <c>garp_extra_if</c> speaks of: on interfaces that no advert leaves from, of these only the
    /// virtual ones unless <c>all</c> is said.
    /// </summary>
    public IEnumerable<VirtualAddressConfig> AddressesElsewhere =>
        VirtualAddresses.Concat(ExcludedAddresses).Where(a => a.Interface != SendingInterface
            && (a.Carrier.Length > 0 || Garp.ExtraInterfaceAll));

    /// <summary>
    /// Interfaces of static items whose <c>track_group</c> names this instance: if one is down, the item is lost.
    /// </summary>
    public EquatableArray<string> StaticInterfaces { get; init; }
}
