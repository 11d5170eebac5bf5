using System.Collections.Immutable;
using Keepalived.Config.Model;

namespace Keepalived.Core.Lvs.Marking;

/// <summary>
/// The firewall marks of virtual server groups under <c>nftables_ipvs</c>: one for each group and protocol, counted up
/// from <c>nftables_ipvs_start_fwmark</c> in the order of the file. A mark that the file uses by itself is left out. A
/// group keeps its mark through reloads, and its connections with it, unless the start of the count changes.
/// </summary>
public sealed class GroupMarks
{
    private readonly ImmutableDictionary<(string Group, ServiceProtocol Protocol), uint> _marks;
    private readonly uint _start;

    private GroupMarks(ImmutableDictionary<(string Group, ServiceProtocol Protocol), uint> marks, uint start)
    {
        _marks = marks;
        _start = start;
    }

    public static GroupMarks None { get; } =
        new(ImmutableDictionary<(string Group, ServiceProtocol Protocol), uint>.Empty, 0);

    /// <param name="before">Those of the configuration that ran until now.</param>
    public static GroupMarks Of(KeepalivedConfig config, GroupMarks before)
    {
        NftablesConfig settings = config.Global.Nftables;
        if (settings.IpvsTable.Length == 0)
        {
            return None;
        }

        HashSet<uint> taken = [0, .. Written(config)];
        List<(string Group, ServiceProtocol Protocol)> wanted = [.. Wanted(config)];
        var marks = ImmutableDictionary.CreateBuilder<(string Group, ServiceProtocol Protocol), uint>();
        foreach ((string Group, ServiceProtocol Protocol) key in wanted)
        {
            if (before._start == settings.IpvsStartFwmark && before._marks.TryGetValue(key, out uint kept)
                && taken.Add(kept))
            {
                marks.Add(key, kept);
            }
        }

        uint next = settings.IpvsStartFwmark;
        foreach ((string Group, ServiceProtocol Protocol) key in wanted.Where(key => !marks.ContainsKey(key)))
        {
            while (!taken.Add(next))
            {
                next = unchecked(next + 1);
            }

            marks.Add(key, next);
        }

        return new GroupMarks(marks.ToImmutable(), settings.IpvsStartFwmark);
    }

    /// <summary>The mark of a group's virtual server; 0 = its services are addresses.</summary>
    public uint Of(VirtualServerConfig server) => server.Key is VirtualServerKey.Group group
        ? _marks.GetValueOrDefault((group.GroupName, server.Protocol))
        : 0;

    private static IEnumerable<(string Group, ServiceProtocol Protocol)> Wanted(KeepalivedConfig config)
    {
        HashSet<string> groups = new(
            config.VirtualServerGroups.Items
                .Where(group => group.Entries.Items.Any(entry => entry is VirtualServerGroupEntry.Addresses))
                .Select(group => group.Name),
            StringComparer.Ordinal);
        return config.VirtualServers.Items
            .Where(server => server.Protocol != ServiceProtocol.None)
            .Select(server => ((server.Key as VirtualServerKey.Group)?.GroupName ?? "", server.Protocol))
            .Where(key => groups.Contains(key.Item1))
            .Distinct();
    }

    /// <summary>Marks that somebody else sets on packets.</summary>
    private static IEnumerable<uint> Written(KeepalivedConfig config) => config.VirtualServers.Items
        .Select(server => (server.Key as VirtualServerKey.Fwmark)?.Mark ?? 0)
        .Concat(config.VirtualServerGroups.Items
            .SelectMany(group => group.Entries.Items.OfType<VirtualServerGroupEntry.Fwmark>())
            .Select(entry => entry.Mark));
}
