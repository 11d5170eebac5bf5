using Keepalived.Config.Model;

namespace Keepalived.Config.Diff;

/// <summary>
/// What a reload has to do. Objects are matched by their key and compared as whole records, so one that only moved in
/// the file is not listed at all.
/// </summary>
public sealed record ConfigDiff
{
    public Change<GlobalConfig>.Changed? Global { get; init; }

    public EquatableArray<Change<VrrpInstanceConfig>> Instances { get; init; }

    public EquatableArray<Change<VrrpSyncGroupConfig>> SyncGroups { get; init; }

    public EquatableArray<Change<TrackScriptConfig>> Scripts { get; init; }

    public EquatableArray<Change<TrackFileConfig>> TrackFiles { get; init; }

    public EquatableArray<Change<TrackProcessConfig>> TrackProcesses { get; init; }

    public EquatableArray<Change<BfdInstanceConfig>> BfdInstances { get; init; }

    public EquatableArray<Change<VirtualAddressConfig>> StaticAddresses { get; init; }

    public EquatableArray<Change<RouteConfig>> StaticRoutes { get; init; }

    public EquatableArray<Change<RuleConfig>> StaticRules { get; init; }

    public EquatableArray<Change<TrackGroupConfig>> TrackGroups { get; init; }

    public EquatableArray<Change<VirtualServerGroupConfig>> VirtualServerGroups { get; init; }

    public EquatableArray<Change<VirtualServerConfig>> VirtualServers { get; init; }

    /// <summary>True if link polling, delays, announcement groups or TLS settings differ.</summary>
    public bool OthersChanged { get; init; }

    public bool IsEmpty => this == new ConfigDiff();

    /// <summary>The instances as a reload takes them over: the same matching that this difference is made of.</summary>
    public static ObjectMatch<VrrpInstanceConfig> MatchInstances(KeepalivedConfig before, KeepalivedConfig after) =>
        ObjectDiff.Match(before.Instances, after.Instances, VrrpInstanceIdentity.Of);

    /// <summary>The virtual servers as a reload takes them over.</summary>
    public static ObjectMatch<VirtualServerConfig> MatchVirtualServers(
        KeepalivedConfig before, KeepalivedConfig after) =>
        ObjectDiff.Match(before.VirtualServers, after.VirtualServers, static s => s.Key);

    /// <summary>The real servers of one virtual server, by address and port.</summary>
    public static ObjectMatch<RealServerConfig> MatchRealServers(
        VirtualServerConfig before, VirtualServerConfig after) =>
        ObjectDiff.Match(before.RealServers, after.RealServers, static s => (s.Address, s.Port));

    /// <summary>
    /// The checkers of one real server: equal ones first, in their order, then those that ask the same at other times.
    /// For every new checker the index of the old one that it goes on from, or -1.
    /// </summary>
    public static IReadOnlyList<int> MatchCheckers(RealServerConfig before, RealServerConfig after)
    {
        int[] origins = [.. after.Checkers.Items.Select(static _ => -1)];
        foreach (bool exactly in (ReadOnlySpan<bool>)[true, false])
        {
            for (int i = 0; i < origins.Length; i++)
            {
                for (int old = 0; origins[i] < 0 && old < before.Checkers.Count; old++)
                {
                    CheckerConfig then = before.Checkers[old];
                    bool fits = exactly ? then == after.Checkers[i] : then.AsksAs(after.Checkers[i]);
                    origins[i] = fits && !origins.Contains(old) ? old : -1;
                }
            }
        }

        return origins;
    }

    /// <summary>What of the real servers differs, matched in the same way.</summary>
    public static EquatableArray<Change<RealServerConfig>> BetweenRealServers(
        VirtualServerConfig before, VirtualServerConfig after) =>
        ObjectDiff.Of(before.RealServers, after.RealServers, static s => (s.Address, s.Port));

    public static ConfigDiff Between(KeepalivedConfig before, KeepalivedConfig after) => new()
    {
        Global = before.Global == after.Global ? null : new Change<GlobalConfig>.Changed(before.Global, after.Global),
        Instances = ObjectDiff.Of(before.Instances, after.Instances, VrrpInstanceIdentity.Of),
        SyncGroups = ObjectDiff.Of(before.SyncGroups, after.SyncGroups, static g => g.Name),
        Scripts = ObjectDiff.Of(before.Scripts, after.Scripts, static s => s.Name),
        TrackFiles = ObjectDiff.Of(before.TrackFiles, after.TrackFiles, static f => f.Name),
        TrackProcesses = ObjectDiff.Of(before.TrackProcesses, after.TrackProcesses, static p => p.Name),
        BfdInstances = ObjectDiff.Of(before.BfdInstances, after.BfdInstances, static b => b.Name),
        StaticAddresses = ObjectDiff.Of(before.StaticAddresses, after.StaticAddresses,
            static a => (a.Address, a.PrefixLength, a.Device)),
        StaticRoutes = ObjectDiff.Of(before.StaticRoutes, after.StaticRoutes, static r => r),
        StaticRules = ObjectDiff.Of(before.StaticRules, after.StaticRules, static r => r),
        TrackGroups = ObjectDiff.Of(before.TrackGroups, after.TrackGroups, static g => g.Name),
        VirtualServerGroups = ObjectDiff.Of(before.VirtualServerGroups, after.VirtualServerGroups, static g => g.Name),
        VirtualServers = ObjectDiff.Of(before.VirtualServers, after.VirtualServers, static s => s.Key),
        OthersChanged = before.LinkbeatInterfaces != after.LinkbeatInterfaces
            || before.InterfaceDelays != after.InterfaceDelays
            || before.GarpGroups != after.GarpGroups
            || before.Ssl != after.Ssl,
    };
}
