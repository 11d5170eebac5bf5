using System.Net;

namespace Keepalived.Config.Model;

/// <summary>Scheduling of one of the reference's processes.</summary>
public sealed record ProcessConfig
{
    /// <summary>comm name, at most 15 characters; empty: not set.</summary>
    public string Name { get; init; } = "";

    /// <summary>nice value, -20..19.</summary>
    public int NicePriority { get; init; }

    public bool NoSwap { get; init; }

    /// <summary>SCHED_RR priority 1..99; 0: not real-time.</summary>
    public int RealTimePriority { get; init; }

    public EquatableArray<int> CpuAffinity { get; init; }

    /// <summary>RLIMIT_RTTIME in microseconds.</summary>
    public uint RealTimeLimitMicroseconds { get; init; } = 10_000;
}

/// <summary>Where mails go.</summary>
public sealed record MailConfig
{
    /// <summary>Relay; empty: no mails.</summary>
    public string Server { get; init; } = "";

    public int Port { get; init; } = 25;

    public string HeloName { get; init; } = "";

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public string From { get; init; } = "";

    public EquatableArray<string> To { get; init; }

    public bool NoFaults { get; init; }

    public bool NoCheckers { get; init; }

    /// <summary>The three levels as written; null: unset. Effective values stand at each object.</summary>
    public bool? Alert { get; init; }

    public bool? AlertVrrp { get; init; }

    public bool? AlertChecker { get; init; }
}

/// <summary>May configured interfaces be absent?</summary>
public enum DynamicInterfaces
{
    Off,
    On,
    AllowIfChanges,
}

/// <summary>What is flushed at stop.</summary>
public enum LvsFlushOnStop
{
    Off,
    All,
    VirtualServers,
}

/// <summary>IPVS timeouts; zero leaves one alone.</summary>
public sealed record LvsTimeoutsConfig(TimeSpan Tcp, TimeSpan TcpFin, TimeSpan Udp);

/// <summary>lvs_sync_daemon.</summary>
public sealed record LvsSyncDaemonConfig(string Interface)
{
    /// <summary>Instance that decides the role; empty: both roles run.</summary>
    public string Instance { get; init; } = "";

    /// <summary>0..255; null: the instance's VRID or 0.</summary>
    public byte? SyncId { get; init; }

    public ushort? MaxLength { get; init; }

    public ushort? Port { get; init; }

    public byte? Ttl { get; init; }

    public IPAddress? Group { get; init; }
}

/// <summary>Size and force flag of a netlink receive buffer; null size: the kernel's.</summary>
public sealed record ReceiveBufferConfig(uint? Size = null, bool Force = false);

/// <summary>How receive buffers of advert sockets are sized.</summary>
public enum ReceiveBufferPolicy
{
    Default,
    Mtu,
    Advert,
    Bytes,
}

/// <summary>SNMP settings.</summary>
public sealed record SnmpConfig
{
    public string Socket { get; init; } = "";

    public bool Vrrp { get; init; }

    public bool RfcV2 { get; init; }

    public bool RfcV3 { get; init; }

    public bool Checker { get; init; }

    public bool Traps { get; init; }

    public TimeSpan VirtualServerStatisticsAge { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan? RealServerStatisticsAge { get; init; }
}

/// <summary>nftables names and priorities; the table is empty where nothing was written.</summary>
public sealed record NftablesConfig
{
    public string Table { get; init; } = "keepalived";

    public int Priority { get; init; } = -1;

    public bool ByInterfaceIndex { get; init; }

    public bool Counters { get; init; }

    /// <summary>Table for marking virtual server groups; empty: not used.</summary>
    public string IpvsTable { get; init; } = "";

    public int IpvsPriority { get; init; } = -1;

    public uint IpvsStartFwmark { get; init; } = 1000;

    public EquatableArray<string> IptablesChains { get; init; }

    /// <summary>Six set names; empty: the defaults.</summary>
    public EquatableArray<string> IpsetNames { get; init; }
}

/// <summary>Checks added to `include` (include_check).</summary>
[Flags]
public enum IncludeChecks
{
    None = 0,
    Read = 1,
    Match = 2,
    WildcardMatch = 4,
    BraceMatch = 8,
    All = Read | Match | WildcardMatch | BraceMatch,
}

/// <summary>What concerns reloading.</summary>
public sealed record ReloadConfig
{
    public bool CheckConfig { get; init; }

    public string CheckLog { get; init; } = "";

    public string TimeFile { get; init; } = "";

    public bool Repeat { get; init; }

    /// <summary>Null: not used; empty: the default path.</summary>
    public string? File { get; init; }
}

/// <summary>Top-level single keywords and global_defs.</summary>
public sealed record GlobalConfig
{
    public bool LinkbeatUsePolling { get; init; }

    public string NetNamespace { get; init; } = "";

    /// <summary>Null: same as the main one; empty: the one the daemon was started in.</summary>
    public string? NetNamespaceIpvs { get; init; }

    public bool NamespaceWithIpsets { get; init; }

    public bool UsePidDirectory { get; init; }

    public string InstanceName { get; init; } = "";

    public TimeSpan ChildWaitTime { get; init; } = TimeSpan.FromSeconds(5);

    public bool ProcessNames { get; init; }

    public ProcessConfig Parent { get; init; } = new();

    public ProcessConfig Vrrp { get; init; } = new();

    public ProcessConfig Checkers { get; init; } = new();

    public ProcessConfig Bfd { get; init; } = new();

    public string RouterId { get; init; } = "";

    public MailConfig Mail { get; init; } = new();

    public NotifyScriptConfig? StartupScript { get; init; }

    public TimeSpan StartupScriptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public NotifyScriptConfig? ShutdownScript { get; init; }

    public TimeSpan ShutdownScriptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public int MaxAutoPriority { get; init; }

    public TimeSpan MinAutoPriorityDelay { get; init; } = TimeSpan.FromSeconds(1);

    public bool CheckerLogAllFailures { get; init; }

    public DynamicInterfaces DynamicInterfaces { get; init; }

    public string DefaultInterface { get; init; } = "eth0";

    public bool DisableLocalIgmp { get; init; }

    public bool V3ChecksumAsV2 { get; init; }

    public LvsTimeoutsConfig? LvsTimeouts { get; init; }

    public bool LvsFlush { get; init; }

    public LvsFlushOnStop LvsFlushOnStop { get; init; }

    public LvsSyncDaemonConfig? LvsSyncDaemon { get; init; }

    public IPAddress MulticastGroup4 { get; init; } = IPAddress.Parse("224.0.0.18");

    public IPAddress MulticastGroup6 { get; init; } = IPAddress.Parse("ff02::12");

    public GarpConfig Garp { get; init; } = new();

    public int DownTimerAdverts { get; init; } = 3;

    public TimeSpan GarpInterval { get; init; }

    public TimeSpan GnaInterval { get; init; }

    public bool MinGarp { get; init; }

    public bool LowerPriorityNoAdvert { get; init; }

    public bool HigherPrioritySendAdvert { get; init; }

    public bool OwnerIgnoreAdverts { get; init; }

    public int VrrpVersion { get; init; } = 2;

    public NftablesConfig Nftables { get; init; } = new();

    public bool CheckUnicastSource { get; init; }

    public bool SkipCheckAdvertAddress { get; init; }

    public bool Strict { get; init; }

    public NotifyFifoConfig? NotifyFifo { get; init; }

    public NotifyFifoConfig? VrrpNotifyFifo { get; init; }

    public NotifyFifoConfig? LvsNotifyFifo { get; init; }

    public bool NotifyPriorityChanges { get; init; }

    public bool FifoWriteVrrpStatesOnReload { get; init; }

    public SnmpConfig Snmp { get; init; } = new();

    public bool EnableDbus { get; init; }

    public string DbusServiceName { get; init; } = "";

    public string DbusNoInterfaceName { get; init; } = "";

    /// <summary>Default script user; empty: keepalived_script if it exists, else the daemon's user.</summary>
    public string ScriptUser { get; init; } = "";

    public string ScriptGroup { get; init; } = "";

    public bool EnableScriptSecurity { get; init; }

    public bool UseSymlinkPaths { get; init; }

    public bool SetSupplementaryGroups { get; init; }

    public ReceiveBufferConfig VrrpNetlinkCommandBuffer { get; init; } = new();

    public ReceiveBufferConfig VrrpNetlinkMonitorBuffer { get; init; } = new();

    public ReceiveBufferConfig ProcessMonitorBuffer { get; init; } = new();

    public ReceiveBufferConfig LvsNetlinkCommandBuffer { get; init; } = new();

    public ReceiveBufferConfig LvsNetlinkMonitorBuffer { get; init; } = new();

    public bool RealServerInitNotifies { get; init; }

    public ReceiveBufferPolicy ReceiveBufferPolicy { get; init; }

    public uint ReceiveBufferBytes { get; init; }

    public uint ReceiveBufferMultiplier { get; init; } = 3;

    public TimeSpan StartupDelay { get; init; }

    public TimeSpan DelayAfterBoot { get; init; }

    public bool LogUnknownVrids { get; init; }

    public string VmacPrefix { get; init; } = "vrrp";

    public string VmacAddressPrefix { get; init; } = "vrrp";

    /// <summary>Permission bits of the file creation mask.</summary>
    public int Umask { get; init; } = 0x7f;

    public uint? RandomSeed { get; init; }

    public ReloadConfig Reload { get; init; } = new();

    public IncludeChecks IncludeChecks { get; init; }

    public string ConfigSaveDirectory { get; init; } = "";

    public string TemporaryConfigDirectory { get; init; } = "";

    public bool DataUseInstance { get; init; }

    public int JsonVersion { get; init; } = 1;

    public string IprouteUsrDirectory { get; init; } = "";

    public string IprouteEtcDirectory { get; init; } = "";

    public string StateDumpFile { get; init; } = "";

    public string StatsDumpFile { get; init; } = "";

    public string JsonDumpFile { get; init; } = "";
}

/// <summary>TLS client settings for SSL_GET.</summary>
public sealed record SslConfig
{
    public string Password { get; init; } = "";

    public string CaFile { get; init; } = "";

    public string CertificateFile { get; init; } = "";

    public string KeyFile { get; init; } = "";
}
