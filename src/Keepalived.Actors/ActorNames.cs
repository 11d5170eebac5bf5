namespace Keepalived.Actors;

/// <summary>
/// Children are named in one place. Names of the configuration may hold any character, paths may not.
/// </summary>
public static class ActorNames
{
    public const string Keepalived = "keepalived";
    public const string Kernel = "kernel";
    public const string VirtualServices = "services";
    public const string Links = "links";
    public const string Configuration = "config";
    public const string Vrrp = "vrrp";
    public const string Sockets = "sockets";
    public const string Trackers = "trackers";
    public const string Processes = "processes";
    public const string Lvs = "lvs";
    public const string SyncDaemon = "sync-daemon";
    public const string Notify = "notify";
    public const string Dump = "dump";
    public const string BfdSessions = "bfd";

    public static string Instance(string name) => "instance-" + Escape(name);

    public static string Group(string name) => "group-" + Escape(name);

    public static string Bfd(string name) => "session-" + Escape(name);

    /// <summary>A tracker of this kind.</summary>
    public static string Tracker(Core.Tracking.TrackerKind kind, string name) =>
        $"{kind.ToString().ToLowerInvariant()}-{Escape(name)}";

    public static string VirtualServer(string name) => "vs-" + Escape(name);

    public static string Checker(string server, long number) => $"checker-{Escape(server)}-{number}";

    public static string Escape(string name) =>
        Uri.EscapeDataString(name).Replace("~", "%7E", StringComparison.Ordinal);
}
