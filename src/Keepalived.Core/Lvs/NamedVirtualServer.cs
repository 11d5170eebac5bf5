using Keepalived.Config.Model;

namespace Keepalived.Core.Lvs;

/// <summary>A virtual server under the name by which it owns services in the table.</summary>
/// <param name="Name">Unique within a configuration; the same from one configuration to the next.</param>
/// <param name="Config">Its block.</param>
/// <param name="Group">The block that a group's virtual server names; null otherwise.</param>
public sealed record NamedVirtualServer(string Name, VirtualServerConfig Config, VirtualServerGroupConfig? Group)
{
    /// <summary>In the order of the file.</summary>
    public static IReadOnlyList<NamedVirtualServer> All(KeepalivedConfig config)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        List<NamedVirtualServer> servers = [];
        Dictionary<string, VirtualServerGroupConfig> groups = new(StringComparer.Ordinal);
        foreach (VirtualServerGroupConfig group in config.VirtualServerGroups)
        {
            groups.TryAdd(group.Name, group);
        }

        foreach (VirtualServerConfig server in config.VirtualServers)
        {
            string name = NameOf(server, names.Contains);
            names.Add(name);
            servers.Add(new NamedVirtualServer(
                name, server, server.Key is VirtualServerKey.Group named
                    ? groups.GetValueOrDefault(named.GroupName) : null));
        }

        return servers;
    }

    /// <summary>A name that is not taken; the same key twice in a file is told apart by an ordinal.</summary>
    public static string NameOf(VirtualServerConfig server, Func<string, bool> isTaken)
    {
        string key = server.Key is VirtualServerKey.Fwmark mark ? $"{mark} {mark.Family}" : LvsText.Name(server);
        string name = key;
        for (int ordinal = 2; isTaken(name); ordinal++)
        {
            name = $"{key}#{ordinal}";
        }

        return name;
    }
}
