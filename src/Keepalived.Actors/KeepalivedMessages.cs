namespace Keepalived.Actors;

/// <summary>
/// To the top supervisor: everything in order (resign, take away, release). Answered by <see
/// cref="KeepalivedStopped"/>.
/// </summary>
public sealed record StopKeepalived;

public sealed record KeepalivedStopped;

/// <summary>
/// On the event stream: a part failed more often than its level allows; the process has to end non-zero.
/// </summary>
public sealed record KeepalivedFailed(string Part, string Reason);

/// <summary>Published on the event stream after a reload was applied: subscribers take the new configuration.</summary>
public sealed record ConfigurationChanged(Keepalived.Config.Model.KeepalivedConfig Config, int Revision);
