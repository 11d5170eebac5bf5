using Keepalived.Config.Grammar;
using Keepalived.Config.Host;
using Keepalived.Config.Model;

namespace Keepalived.Config.Resolution;

/// <summary>Turns a validated draft into the model: every inherited value filled in.</summary>
internal static class ConfigResolver
{
    public static KeepalivedConfig Resolve(ConfigDraft draft, IConfigEnvironment host)
    {
        GlobalConfig global = GlobalResolver.Resolve(draft.Global, host);
        InstanceResolver instances = new(draft, global);
        ServerResolver servers = new(draft, global);
        EquatableArray<VrrpInstanceConfig> resolved =
            draft.Instances.Where(static d => !d.Dropped).Select(instances.Resolve).ToEquatableArray();
        bool usesTable = draft.Global.NftablesGiven || resolved.Any(UsesFirewall);
        return new KeepalivedConfig
        {
            Global = global with { Nftables = global.Nftables with { IsUsed = usesTable } },
            Instances = resolved,
            SyncGroups = draft.SyncGroups.Select(instances.Resolve).ToEquatableArray(),
            Scripts = draft.Scripts.Select(Script).ToEquatableArray(),
            TrackFiles = draft.TrackFiles.Select(File).ToEquatableArray(),
            TrackProcesses = draft.Processes.Select(static p => p.Config).ToEquatableArray(),
            BfdInstances = draft.Bfds.Select(Bfd).ToEquatableArray(),
            StaticAddresses = draft.StaticAddresses.ToEquatableArray(),
            StaticRoutes = draft.StaticRoutes.ToEquatableArray(),
            StaticRules = draft.StaticRules.ToEquatableArray(),
            TrackGroups = draft.TrackGroups.ToEquatableArray(),
            GarpGroups = draft.GarpGroups.ToEquatableArray(),
            LinkbeatInterfaces = draft.Linkbeats.Select(static l => l.Config).ToEquatableArray(),
            InterfaceDelays = draft.Delays.Select(static l => l.Config).ToEquatableArray(),
            VirtualServerGroups = draft.ServerGroups.ToEquatableArray(),
            VirtualServers = draft.Servers.Select(servers.Resolve).ToEquatableArray(),
            Ssl = draft.Ssl,
        };
    }

    private static bool UsesFirewall(VrrpInstanceConfig instance) =>
        !instance.Accept || instance.Strict || instance.Vmac is { Kind: VirtualInterfaceKind.Macvlan }
        || instance.VirtualAddresses.Concat(instance.ExcludedAddresses).Any(a => a.Carrier.Length > 0);

    private static TrackScriptConfig Script(ScriptDraft d) => new()
    {
        Name = d.Name,
        Script = d.Script! with { User = d.User, Group = d.Group },
        Interval = d.Interval,
        Timeout = d.Timeout,
        Weight = d.Weight,
        Reverse = d.Reverse,
        Rise = d.Rise,
        Fall = d.Fall,
        InitFail = d.InitFail,
        Source = d.Span,
    };

    private static TrackFileConfig File(TrackFileDraft d) => new()
    {
        Name = d.Name,
        Path = d.Path,
        Weight = d.Weight,
        Reverse = d.Reverse,
        InitialValue = d.Initial,
        Overwrite = d.Overwrite,
        Source = d.Span,
    };

    private static BfdInstanceConfig Bfd(BfdDraft d)
    {
        // RFC 5881 sends with 255; the reference uses 64 for IPv6.
        bool six = d.Config.Neighbor.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        int ttl = d.Ttl ?? (six ? 64 : 255);
        return d.Config with
        {
            Ttl = ttl,
            MaxHops = Math.Min(d.Config.MaxHops, ttl),
            ForVrrp = d.ForVrrp,
            ForCheckers = d.ForCheckers,
        };
    }
}
