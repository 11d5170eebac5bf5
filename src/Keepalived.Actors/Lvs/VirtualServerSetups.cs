using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Actors.Lvs;

/// <summary>What the virtual servers of one configuration run on.</summary>
internal sealed class VirtualServerSetups
{
    private readonly KeepalivedConfig _shared;
    private readonly Dictionary<string, VirtualServerGroupConfig> _groups = new(StringComparer.Ordinal);

    public VirtualServerSetups(KeepalivedConfig config)
    {
        // Each keeps what it runs on until that changes: not all the others along with it.
        _shared = config with { VirtualServers = [], VirtualServerGroups = [], Instances = [], SyncGroups = [] };
        foreach (VirtualServerGroupConfig group in config.VirtualServerGroups)
        {
            _groups.TryAdd(group.Name, group);
        }
    }

    public VirtualServerSetup Of(VirtualServerConfig server) => new(
        _shared,
        server,
        server.Key is VirtualServerKey.Group named ? _groups.GetValueOrDefault(named.GroupName) : null);

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
