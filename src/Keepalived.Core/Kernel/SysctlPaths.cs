namespace Keepalived.Core.Kernel;

/// <summary>Switches of which more than the name has to be known.</summary>
public static class SysctlPaths
{
    /// <summary>
    /// The kernel goes by the larger of this and the interface's own (ip-sysctl.rst): to have 0 on one interface it
    /// has to be 0 here, and what it was has to be written into each of the others.
    /// </summary>
    public const string AllReversePathFilter = "net/ipv4/conf/all/rp_filter";

    public static string ReversePathFilter(string name) => $"net/ipv4/conf/{name}/rp_filter";
}
