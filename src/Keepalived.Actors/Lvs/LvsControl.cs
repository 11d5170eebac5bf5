namespace Keepalived.Actors.Lvs;

/// <summary>
/// To the LVS supervisor: stop checking, run the omega notifications, release IPVS. Answered by
/// <see cref="LvsStopped"/>.
/// </summary>
/// <param name="KeepServices"><c>-I</c>: leave the IPVS services.</param>
public sealed record StopLvs(bool KeepServices);

public sealed record LvsStopped;
