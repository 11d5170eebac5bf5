using System.Collections.Immutable;
using Keepalived.Config.Model;
using Keepalived.Core.Notify;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Lvs;

/// <summary>Which synchronization daemons <c>lvs_sync_daemon</c> asks for.</summary>
public static class SyncDaemonPlan
{
    /// <summary>
    /// With an instance: the master's while it is Master, else the backup's; without: both.
    /// </summary>
    /// <param name="followed">What the named instance is; null while it has not said anything yet.</param>
    public static ImmutableArray<SyncDaemon> Of(KeepalivedConfig config, NotifiedState? followed)
    {
        if (config.Global.LvsSyncDaemon is not { } wanted)
        {
            return [];
        }

        if (wanted.Instance.Length == 0)
        {
            return [Of(wanted, SyncDaemonState.Master, 0), Of(wanted, SyncDaemonState.Backup, 0)];
        }

        byte virtualRouterId = config.Instances.Items
            .FirstOrDefault(instance => instance.Name == wanted.Instance)?.VirtualRouterId ?? 0;
        bool isMaster = followed == NotifiedState.Master;
        return [Of(wanted, isMaster ? SyncDaemonState.Master : SyncDaemonState.Backup, virtualRouterId)];
    }

    private static SyncDaemon Of(LvsSyncDaemonConfig config, SyncDaemonState state, byte virtualRouterId) =>
        new(state, config.Interface, config.SyncId ?? virtualRouterId)
        {
            MaxLength = config.MaxLength ?? 0,
            Port = config.Port ?? 0,
            TimeToLive = config.Ttl ?? 0,
            Group = config.Group is null ? default : IpAddress.From(config.Group),
        };
}
