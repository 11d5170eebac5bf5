using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>Keywords outside every block.</summary>
internal static partial class TopLevelGrammar
{
    public static readonly BlockGrammar<ConfigDraft> Table = Build();

    private static BlockGrammar<ConfigDraft> Build()
    {
        BlockGrammar<ConfigDraft> b = new("");
        Process(b);
        b.Block("global_defs", "", "What concerns the whole daemon.",
            static () => GlobalGrammar.Table, static (_, d) => d.Global);
        Static(b);
        Vrrp(b);
        Trackers(b);
        Lvs(b);
        return b;
    }

    private static void Set(ConfigDraft d, Func<GlobalConfig, GlobalConfig> change) =>
        d.Global.Config = change(d.Global.Config);

    private static void Process(BlockGrammar<ConfigDraft> b)
    {
        b.Flag("linkbeat_use_polling", "Poll the link state of every interface.",
            d => Set(d, c => c with { LinkbeatUsePolling = true }));
        b.Word("net_namespace", "NAME", "Run in this network namespace.",
            (d, v) => Set(d, c => c with { NetNamespace = v, UsePidDirectory = true }));
        b.Custom("net_namespace_ipvs", "[NAME]", "Namespace of the IPVS tables.",
            (p, d) => Set(d, c => c with { NetNamespaceIpvs = p.Word(1) })).Default("net_namespace");
        b.Flag("namespace_with_ipsets", "Accepted; no effect today.", (p, d) =>
        {
            p.Diagnostics.Notice(p.Line.SpanOf(0), "namespace_with_ipsets: no ipsets are used, so none are in the way");
            Set(d, c => c with { NamespaceWithIpsets = true });
        });
        b.Flag("use_pid_dir", "Keep pid files in a directory of their own.",
            d => Set(d, c => c with { UsePidDirectory = true }));
        b.Word("instance", "NAME", "Name of this daemon, one of several.",
            (d, v) => Set(d, c => c with { InstanceName = v, UsePidDirectory = true }));
        b.Custom("child_wait_time", "SECS", "Patience with subsystems at stop.", (p, d) =>
        {
            if (!p.TrySeconds(1, TimeRange.WholeSeconds, out TimeSpan value))
            {
                p.ErrorAt(1, $"Invalid child_wait_time {p.Word(1)}");
                return;
            }

            p.Diagnostics.Notice(
                p.Line.SpanOf(0),
                "child_wait_time: no child processes to wait for; each part has its own limit at stop");
            Set(d, c => c with { ChildWaitTime = value });
        }).Needs(1).Default("5").Range("whole seconds");
    }

    private static void Static(BlockGrammar<ConfigDraft> b)
    {
        b.Values("static_ipaddress", "ADDRESS[/LEN] [OPTION ...]", "Addresses owned from start to stop.",
            (p, d, line) =>
        {
            if (AddressLine.Read(p, line) is { } address)
            {
                d.StaticAddresses.Add(address);
            }
        });
        b.Values("static_routes", "ROUTE", "Routes owned from start to stop.", (p, d, line) =>
        {
            if (RouteLine.Read(p, line, true) is { } route)
            {
                d.StaticRoutes.Add(route);
            }
        });
        b.Values("static_rules", "RULE", "Routing rules owned from start to stop.", (p, d, line) =>
        {
            if (RuleLine.Read(p, d, line, true) is { } rule)
            {
                d.StaticRules.Add(rule);
            }
        });
        b.Block("track_group", "NAME", "Instances that depend on static items.",
            static () => VrrpObjectsGrammar.TrackGroup,
            static (p, d) => Named(p, "track_group") && IsNewTrackGroup(p, d) ? [] : null,
            static (p, d, members) => AddTrackGroup(p, d, members));
        b.Values("linkbeat_interfaces", "IF [MII or ETHTOOL or IOCTL]", "Interfaces whose link state is polled.",
            Linkbeat);
        b.Values("interface_up_down_delays", "IF DOWN [UP]", "Time that a link state has to last before it counts.",
            InterfaceDelay).Range("0..255 s");
    }

    private static bool IsNewTrackGroup(ConfigParser p, ConfigDraft d)
    {
        bool known = d.TrackGroups.Exists(g => g.Name == p.Word(1));
        if (known)
        {
            p.ErrorAt(1, $"track_group {p.Word(1)} already defined", "the first one counts");
        }

        return !known;
    }

    // The name was checked when the block opened; by now the line in hand is the block's end.
    private static void AddTrackGroup(ConfigParser p, ConfigDraft d, List<string> members)
    {
        d.TrackGroups.Add(new TrackGroupConfig(p.BlockName, members.ToEquatableArray()) { Source = p.BlockSpan });
        p.LeaveBlock();
    }

    private static void Linkbeat(ConfigParser p, ConfigDraft d, ConfigLine line)
    {
        string word = line.Words.Length > 1 ? line.Words[1].Text : "";
        LinkbeatKind? kind = word switch
        {
            "" => LinkbeatKind.Automatic,
            "MII" => LinkbeatKind.Mii,
            "ETHTOOL" => LinkbeatKind.Ethtool,
            "IOCTL" => LinkbeatKind.Ioctl,
            _ => null,
        };
        if (kind is null)
        {
            p.Diagnostics.Error(line.SpanOf(1), $"Unknown linkbeat type '{word}' for {line.Keyword}",
                "MII, ETHTOOL or IOCTL");
        }

        if (line.Words.Length > 2)
        {
            p.Diagnostics.Error(line.SpanOf(2), $"extra characters {line.Words[2].Text} in linkbeat interface",
                "IF [MII, ETHTOOL or IOCTL]");
        }

        d.Linkbeats.Add((new LinkbeatInterfaceConfig(line.Keyword, kind ?? LinkbeatKind.Automatic), line.Span));
    }

    private static void InterfaceDelay(ConfigParser p, ConfigDraft d, ConfigLine line)
    {
        TimeRange range = new(0, 255, 6);
        if (line.Words.Length < 2)
        {
            p.Diagnostics.Notice(line.Span, $"interface_up_down_delays: {line.Keyword} has no delay", "IF DOWN [UP]");
            return;
        }

        if (!p.TrySeconds(line.Words[1].Text, line.SpanOf(1), range, out TimeSpan down))
        {
            return;
        }

        TimeSpan up = down;
        if (line.Words.Length > 2 && !p.TrySeconds(line.Words[2].Text, line.SpanOf(2), range, out up))
        {
            return;
        }

        d.Delays.Add((new InterfaceDelayConfig(line.Keyword, down, up), line.Span));
    }

    private static bool Named(ConfigParser p, string what)
    {
        if (p.Line.ArgumentCount != 1)
        {
            p.Error($"{what} must have a name - skipping", $"{what} NAME {{ ... }}");
            return false;
        }

        p.EnterBlock(p.Word(1));
        return true;
    }

    private static void Vrrp(BlockGrammar<ConfigDraft> b)
    {
        b.Block("vrrp_sync_group", "NAME", "Instances that change state together.",
            static () => VrrpObjectsGrammar.SyncGroup, OpenSyncGroup, static (p, _, _) => p.LeaveBlock());
        b.Block("garp_group", "", "Limits announcements of some interfaces.",
            static () => VrrpObjectsGrammar.GarpGroup,
            static (p, _) => new GarpGroupDraft(p.Line.Span),
            static (p, d, g) => Validation.GarpGroupRules.Add(p.Diagnostics, d, g));
        b.Block("vrrp_instance", "NAME", "One virtual router.",
            static () => VrrpInstanceGrammar.Table, OpenInstance, static (p, _, _) => p.LeaveBlock());
    }

    private static InstanceDraft? OpenInstance(ConfigParser p, ConfigDraft d)
    {
        if (!Named(p, "vrrp_instance"))
        {
            return null;
        }

        string name = p.Word(1);
        if (d.Instances.Exists(i => i.Name == name))
        {
            p.Error($"vrrp instance {name} already defined");
            return null;
        }

        InstanceDraft draft = new(name, p.Line.Span);
        d.Instances.Add(draft);
        return draft;
    }

    private static SyncGroupDraft? OpenSyncGroup(ConfigParser p, ConfigDraft d)
    {
        if (!Named(p, "vrrp_sync_group"))
        {
            return null;
        }

        string name = p.Word(1);
        if (d.SyncGroups.Exists(g => g.Name == name))
        {
            p.Error($"vrrp sync group {name} already defined");
            return null;
        }

        SyncGroupDraft draft = new(name, p.Line.Span);
        d.SyncGroups.Add(draft);
        return draft;
    }

    private static void Trackers(BlockGrammar<ConfigDraft> b)
    {
        b.Block("vrrp_script", "NAME", "A command that is run again and again.",
            static () => VrrpObjectsGrammar.Script,
            static (p, d) => Opened(p, "vrrp_script", d.Scripts, static (n, s) => new ScriptDraft(n, s)),
            static (p, _, _) => p.LeaveBlock());
        b.Block("vrrp_track_process", "NAME", "A process that has to run.",
            static () => VrrpObjectsGrammar.Process,
            static (p, d) => Opened(p, "vrrp_track_process", d.Processes, static (n, s) => new ProcessDraft(n, s)),
            static (p, _, _) => p.LeaveBlock());
        b.Block("bfd_instance", "NAME", "A BFD session.", static () => BfdGrammar.Table, OpenBfd, static (p, _, _) =>
            p.LeaveBlock());
        b.Block("track_file", "NAME", "A file with a number.", static () => VrrpObjectsGrammar.TrackFile, OpenTrackFile,
            static (p, _, _) => p.LeaveBlock());
        b.Block("vrrp_track_file", "NAME", "Old spelling of track_file.",
            static () => VrrpObjectsGrammar.VrrpTrackFile,
            static (p, d) =>
        {
            p.Diagnostics.Notice(p.Line.Span, "Keyword \"vrrp_track_file\" is deprecated - please use \"track_file\"");
            return OpenTrackFile(p, d);
        }, static (p, _, _) => p.LeaveBlock()).Deprecated();
    }

    private static TrackFileDraft? OpenTrackFile(ConfigParser p, ConfigDraft d) =>
        Opened(p, "track_file", d.TrackFiles, static (n, s) => new TrackFileDraft(n, s));

    private static BfdDraft? OpenBfd(ConfigParser p, ConfigDraft d)
    {
        const int maxName = 31;
        string name = p.Word(1);
        if (name.Length > maxName)
        {
            p.ErrorAt(1, $"Configuration error: BFD instance name {name} is longer than {maxName} characters - " +
                $"skipping");
            return null;
        }

        if (d.Bfds.Exists(x => x.Name == name))
        {
            p.ErrorAt(1, $"Configuration error: BFD instance {name} already configured - skipping");
            return null;
        }

        return Opened(p, "bfd_instance", d.Bfds, static (n, s) => new BfdDraft(n, s));
    }

    private static T? Opened<T>(ConfigParser p, string what, List<T> list, Func<string, SourceSpan, T> make)
        where T : class
    {
        if (!Named(p, what))
        {
            return null;
        }

        T draft = make(p.Word(1), p.Line.Span);
        list.Add(draft);
        return draft;
    }
}
