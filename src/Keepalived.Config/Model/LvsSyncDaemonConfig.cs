using System.Net;

namespace Keepalived.Config.Model;

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
