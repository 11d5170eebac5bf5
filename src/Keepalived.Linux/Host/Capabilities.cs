using System.Globalization;

namespace Keepalived.Linux.Host;

/// <summary>The capabilities that the daemon may need; values are bit numbers of linux/capability.h.</summary>
public enum Capability
{
    Kill = 5,
    SetGroupId = 6,
    SetUserId = 7,
    NetBindService = 10,
    NetBroadcast = 11,
    NetAdmin = 12,
    NetRaw = 13,
    IpcLock = 14,
    SysModule = 16,
    SysNice = 23,
}

/// <summary>What this process may do.</summary>
public static class Capabilities
{
    /// <summary>The effective set as a bit mask; all bits if it cannot be read, since trying then tells.</summary>
    public static ulong Effective { get; } = Parse(ProcessFacts.TryRead("/proc/self/status"));

    public static bool Has(Capability capability) => (Effective >> (int)capability & 1) != 0;

    /// <summary>The names (CAP_NET_ADMIN, ...) of those that are missing.</summary>
    public static IReadOnlyList<string> Missing(params ReadOnlySpan<Capability> needed)
    {
        List<string> names = [];
        foreach (Capability capability in needed)
        {
            if (!Has(capability))
            {
                names.Add(NameOf(capability));
            }
        }

        return names;
    }

    public static string NameOf(Capability capability) => capability switch
    {
        Capability.Kill => "CAP_KILL",
        Capability.SetGroupId => "CAP_SETGID",
        Capability.SetUserId => "CAP_SETUID",
        Capability.NetBindService => "CAP_NET_BIND_SERVICE",
        Capability.NetBroadcast => "CAP_NET_BROADCAST",
        Capability.NetAdmin => "CAP_NET_ADMIN",
        Capability.NetRaw => "CAP_NET_RAW",
        Capability.IpcLock => "CAP_IPC_LOCK",
        Capability.SysModule => "CAP_SYS_MODULE",
        Capability.SysNice => "CAP_SYS_NICE",
        _ => $"capability {(int)capability}",
    };

    internal static ulong Parse(string status)
    {
        foreach (string line in status.Split('\n'))
        {
            const NumberStyles hexadecimal = NumberStyles.AllowHexSpecifier;
            if (line.StartsWith("CapEff:", StringComparison.Ordinal)
                && ulong.TryParse(line.AsSpan(7).Trim(), hexadecimal, CultureInfo.InvariantCulture, out ulong mask))
            {
                return mask;
            }
        }

        return ulong.MaxValue;
    }
}
