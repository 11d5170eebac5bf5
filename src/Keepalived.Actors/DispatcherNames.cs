namespace Keepalived.Actors;

/// <summary>The dispatchers of <c>hocon/dispatchers.hocon</c>.</summary>
public static class DispatcherNames
{
    /// <summary>Instances, groups, router: never behind a slow check.</summary>
    public const string Vrrp = "keepalived.dispatchers.vrrp";

    /// <summary>One thread of its own: the one place that may block.</summary>
    public const string Kernel = "keepalived.dispatchers.kernel";

    /// <summary>The writer of virtual services, whose table may be large.</summary>
    public const string VirtualServices = "keepalived.dispatchers.virtual-services";

    public const string Checks = "keepalived.dispatchers.checks";

    /// <summary>Mail, scripts, dumps.</summary>
    public const string Slow = "keepalived.dispatchers.slow";
}
