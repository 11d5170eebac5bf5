using System.Runtime.InteropServices;

namespace Linux.Tests.Support;

/// <summary>
/// A test that makes network namespaces: it needs root and iproute2, and says so where they are missing.
/// </summary>
public sealed class PrivilegedFactAttribute : FactAttribute
{
    public PrivilegedFactAttribute()
    {
        if (!Privileges.IsRoot || !File.Exists("/sbin/ip"))
        {
            Skip = "needs root and iproute2";
        }
    }
}

public static partial class Privileges
{
    public static bool IsRoot { get; } = geteuid() == 0;

    [LibraryImport("libc")]
    private static partial uint geteuid();
}
