using Keepalived.Wire.Ip;

namespace Keepalived.Core.Lvs;

/// <summary>The two kinds of the kernel's connection synchronization (IP_VS_STATE_* of linux/ip_vs.h).</summary>
public enum SyncDaemonState : byte
{
    /// <summary>Tells the others of its connections.</summary>
    Master = 1,

    /// <summary>Listens to the master.</summary>
    Backup = 2,
}

/// <summary>
/// A synchronization daemon of the kernel (IPVS_DAEMON_ATTR_*). Zero or no value: the kernel chooses.
/// </summary>
/// <param name="SyncId">0..255; a backup with 0 listens to all.</param>
public sealed record SyncDaemon(SyncDaemonState State, string Interface, byte SyncId)
{
    /// <summary>Octets of UDP payload at most.</summary>
    public ushort MaxLength { get; init; }

    /// <summary>The kernel's is 8848.</summary>
    public ushort Port { get; init; }

    /// <summary>The kernel's is 1.</summary>
    public byte TimeToLive { get; init; }

    /// <summary>None is the kernel's: 224.0.0.81.</summary>
    public IpAddress Group { get; init; }

    /// <summary>
    /// What runs is what is wanted. The kernel fills in what was left to it, and raises a length that is too short.
    /// </summary>
    public bool IsMetBy(SyncDaemon running) =>
        State == running.State
        && Interface == running.Interface
        && SyncId == running.SyncId
        && running.MaxLength >= MaxLength
        && (Port == 0 || Port == running.Port)
        && (TimeToLive == 0 || TimeToLive == running.TimeToLive)
        && (Group == default || Group == running.Group);
}
