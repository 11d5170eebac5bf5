using System.Net;
using Keepalived.Config.Host;

namespace Keepalived.Config.Model;

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

    public LvsBackend LvsBackend { get; init; }

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

    public RouteNameFolders RouteNameFolders { get; init; } = new();

    public string StateDumpFile { get; init; } = "";

    public string StatsDumpFile { get; init; } = "";

    public string JsonDumpFile { get; init; } = "";
}
