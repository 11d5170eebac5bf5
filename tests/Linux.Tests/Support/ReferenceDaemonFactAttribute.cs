namespace Linux.Tests.Support;

/// <summary>A test beside the reference daemon, in network namespaces.</summary>
public sealed class ReferenceDaemonFactAttribute : FactAttribute
{
    public const string Program = "/usr/sbin/keepalived";

    public ReferenceDaemonFactAttribute()
    {
        if (!Privileges.IsRoot || !File.Exists("/sbin/ip") || !File.Exists(Program))
        {
            Skip = "needs root, iproute2 and keepalived";
        }
    }
}
