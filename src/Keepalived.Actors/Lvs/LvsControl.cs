namespace Keepalived.Actors.Lvs;

/// <summary>
/// To the LVS supervisor: stop checking, run the omega notifications, release IPVS. Answered by
/// <see cref="LvsStopped"/>.
/// </summary>
/// <param name="KeepServices"><c>-I</c>: leave the IPVS services.</param>
public sealed record StopLvs(bool KeepServices);

public sealed record LvsStopped;

/// <summary>
/// To the actor of <c>lvs_sync_daemon</c>: stop what runs. Answered by <see cref="SyncDaemonsStopped"/>.
/// </summary>
internal sealed record StopSyncDaemons;

internal sealed record SyncDaemonsStopped;
