using Keepalived.Config.Model;
using Keepalived.Core.Lvs.Marking;

namespace Keepalived.Actors.Lvs;

/// <summary>What the virtual servers of one configuration run on.</summary>
internal sealed class VirtualServerSetups
{
    private readonly KeepalivedConfig _shared;
    private readonly Dictionary<string, VirtualServerGroupConfig> _groups = new(StringComparer.Ordinal);

    private readonly GroupMarks _marks;

    public VirtualServerSetups(KeepalivedConfig config, GroupMarks marks)
    {
        _marks = marks;

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
        server.Key is VirtualServerKey.Group named ? _groups.GetValueOrDefault(named.GroupName) : null,
        _marks.Of(server));
}
