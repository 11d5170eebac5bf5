using System.Net;
using System.Net.Sockets;

namespace Keepalived.Config.Model;

/// <summary>VRRP version 2 authentication (RFC 2338).</summary>
public enum AuthenticationType : byte
{
    None = 0,
    Pass = 1,
    Ah = 2,
}

/// <summary>Three-valued setting of old_unicast_checksum.</summary>
public enum OldUnicastChecksum
{
    /// <summary>Switch to the old sum when a peer turns out to use it.</summary>
    Automatic,
    Always,
    Never,
}

/// <summary>Gratuitous ARP and unsolicited NA timing of an instance.</summary>
public sealed record GarpConfig
{
    /// <summary>Delay to the second set after becoming Master; zero: no second set.</summary>
    public TimeSpan MasterDelay { get; init; } = TimeSpan.FromSeconds(5);

    public uint MasterRepeat { get; init; } = 5;

    /// <summary>Period of refreshing while Master; zero: off.</summary>
    public TimeSpan MasterRefresh { get; init; }

    public uint MasterRefreshRepeat { get; init; } = 1;

    public TimeSpan LowerPriorityDelay { get; init; } = TimeSpan.FromSeconds(5);

    public uint LowerPriorityRepeat { get; init; } = 5;

    /// <summary>Period of announcing VMAC addresses on other interfaces; zero: off.</summary>
    public TimeSpan ExtraInterface { get; init; }

    public bool ExtraInterfaceAll { get; init; }
}

/// <summary>One unicast peer.</summary>
/// <param name="Address">Where adverts go.</param>
/// <param name="MinTtl">Least accepted TTL, 0..255; null: any.</param>
/// <param name="MaxTtl">Greatest accepted TTL, 0..255; null: any.</param>
public sealed record UnicastPeerConfig(IPAddress Address, byte? MinTtl = null, byte? MaxTtl = null);

/// <summary>What kind of virtual interface carries the instance.</summary>
public enum VirtualInterfaceKind
{
    Macvlan,
    Ipvlan,
}

/// <summary>ipvlan flags.</summary>
public enum IpvlanMode
{
    Bridge,
    Private,
    Vepa,
}

/// <summary>use_vmac or use_ipvlan.</summary>
public sealed record VmacConfig
{
    public VirtualInterfaceKind Kind { get; init; }

    /// <summary>Interface name as written, or the effective one (prefix and VRID).</summary>
    public string InterfaceName { get; init; } = "";

    public bool HasOwnName { get; init; }

    /// <summary>Six octets when configured; empty: the RFC's address.</summary>
    public EquatableArray<byte> MacAddress { get; init; }

    public bool NetlinkNotify { get; init; }

    public uint? Group { get; init; }

    public bool TransmitFromBase { get; init; }

    public IpvlanMode IpvlanMode { get; init; }

    public VirtualAddressConfig? IpvlanAddress { get; init; }
}

/// <summary>Freshness rule of auth_hmac.</summary>
public enum AntiReplay
{
    Time,
    Monotonic,
}

/// <summary>Which adverts auth_hmac lets pass.</summary>
public enum HmacMode
{
    Enforce,
    Permissive,
    ReceiveOnly,
}

/// <summary>A key of auth_hmac.</summary>
/// <param name="Id">1..255.</param>
/// <param name="Key">32 to 64 octets; empty when it stands in a file.</param>
/// <param name="File">Path of the key file, or empty.</param>
public sealed record HmacKeyConfig(byte Id, EquatableArray<byte> Key, string File = "");

/// <summary>An auth_hmac block.</summary>
public sealed record HmacConfig
{
    public EquatableArray<HmacKeyConfig> Keys { get; init; }

    public byte ActiveKeyId { get; init; }

    public TimeSpan TimeWindow { get; init; } = TimeSpan.FromSeconds(5);

    public AntiReplay AntiReplay { get; init; }

    public HmacMode Mode { get; init; }
}

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

    public int Debug { get; init; }

    /// <summary>True if the instance can only be in Fault as configured (for example ipvlan without address).</summary>
    public bool ConfigurationFault { get; init; }

    public DefinedAt Source { get; init; }

    public bool IsOwner => Priority == 255;
}

/// <summary>A vrrp_sync_group block.</summary>
public sealed record VrrpSyncGroupConfig
{
    public required string Name { get; init; }

    public EquatableArray<string> Members { get; init; }

    public EquatableArray<TrackConfig> TrackInterfaces { get; init; }

    public EquatableArray<TrackConfig> TrackScripts { get; init; }

    public EquatableArray<TrackConfig> TrackFiles { get; init; }

    public EquatableArray<TrackConfig> TrackProcesses { get; init; }

    public EquatableArray<TrackConfig> TrackBfds { get; init; }

    public NotifyScriptsConfig Notify { get; init; } = NotifyScriptsConfig.None;

    public bool SmtpAlert { get; init; }

    public bool NotifyPriorityChanges { get; init; }

    /// <summary>Weighted trackers keep their weight within the group.</summary>
    public bool TrackingWeight { get; init; }

    public DefinedAt Source { get; init; }
}

/// <summary>A track_group block: instances that depend on static items.</summary>
public sealed record TrackGroupConfig(string Name, EquatableArray<string> Members)
{
    public DefinedAt Source { get; init; }
}

/// <summary>A garp_group block: least gaps between announcements shared by the interfaces.</summary>
public sealed record GarpGroupConfig
{
    public EquatableArray<string> Interfaces { get; init; }

    public TimeSpan? GarpInterval { get; init; }

    public TimeSpan? GnaInterval { get; init; }

    public DefinedAt Source { get; init; }
}

/// <summary>How the link state of an interface is polled.</summary>
public enum LinkbeatKind
{
    Automatic,
    Mii,
    Ethtool,
    Ioctl,
}

/// <summary>A line of linkbeat_interfaces.</summary>
public sealed record LinkbeatInterfaceConfig(string Interface, LinkbeatKind Kind = LinkbeatKind.Automatic);

/// <summary>A line of interface_up_down_delays.</summary>
public sealed record InterfaceDelayConfig(string Interface, TimeSpan Down, TimeSpan Up);
