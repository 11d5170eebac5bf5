using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>Blocks beside instances: sync groups, scripts, files, processes, groups.</summary>
internal static class VrrpObjectsGrammar
{
    private const int MaxRise = int.MaxValue;

    public static readonly BlockGrammar<SyncGroupDraft> SyncGroup = BuildSyncGroup();

    public static readonly BlockGrammar<ScriptDraft> Script = BuildScript();

    public static readonly BlockGrammar<TrackFileDraft> TrackFile = BuildTrackFile("track_file");

    public static readonly BlockGrammar<TrackFileDraft> VrrpTrackFile = BuildTrackFile("vrrp_track_file");

    public static readonly BlockGrammar<ProcessDraft> Process = BuildProcess();

    public static readonly BlockGrammar<List<string>> TrackGroup = BuildTrackGroup();

    public static readonly BlockGrammar<GarpGroupDraft> GarpGroup = BuildGarpGroup();

    public static IEnumerable<IBlockGrammar> Tables =>
        [SyncGroup, Script, TrackFile, VrrpTrackFile, Process, TrackGroup, GarpGroup];

    private static BlockGrammar<SyncGroupDraft> BuildSyncGroup()
    {
        BlockGrammar<SyncGroupDraft> b = new("vrrp_sync_group") { Fallback = PlainMember };
        b.Custom("group", "{ INSTANCE ... }", "Instances that move together.", (p, d) =>
        {
            int before = d.Members.Count;
            p.ReadValues(line =>
            {
                for (int i = 0; i < line.Words.Length; i++)
                {
                    d.Members.Add((line.Words[i].Text, line.SpanOf(i)));
                }
            });
            if (d.Members.Count == before)
            {
                p.Diagnostics.Warning(d.Span, $"Warning - sync group {d.Name} has empty group block");
            }
        });
        TrackGrammar.Add(b, "tracked by every member", static d => d.Trackers);
        NotifyGrammar.Add(b, "group", static d => d.Notify, static (d, n) => d.Notify = n);
        b.Bool("smtp_alert", "Mail at every change of state.", (d, v) => d.SmtpAlert = v).Default("global");
        b.Custom("global_tracking", "", "Old spelling of sync_group_tracking_weight.", (p, d) =>
        {
            p.Deprecated($"(vrrp_sync_group {d.Name}) global_tracking is deprecated. Use track_interface/script/file " +
                $"on the sync group");
            d.TrackingWeight = true;
        }).Deprecated();
        b.Flag("sync_group_tracking_weight", "Trackers keep their weights within this group.",
            d => d.TrackingWeight = true);
        b.Bool("notify_priority_changes", "Notify when a member's effective priority changes.",
            (d, v) => d.NotifyPriorityChanges = v).Default("global");
        return b;
    }

    // The old dialect lists members in the block itself, one a line.
    private static bool PlainMember(ConfigParser p, SyncGroupDraft d)
    {
        string name = p.Line.Keyword;
        if (p.Line.ArgumentCount > 0 || name.Contains('_') && NearestWord.Find(name,
            SyncGroup.Rows.Select(static r => r.Name)).Length > 0)
        {
            return false;
        }

        p.Deprecated($"Member {name} of sync group {d.Name} is listed without 'group'", "group { INSTANCE ... }");
        d.Members.Add((name, p.Line.Span));
        return true;
    }

    private static BlockGrammar<ScriptDraft> BuildScript()
    {
        BlockGrammar<ScriptDraft> b = new("vrrp_script");
        b.Custom("script", "CMD", "Command whose exit status counts.", (p, d) => d.Script = p.ReadCommand() ?? d.Script)
            .Needs(1).Default("none: mandatory");
        TimeRange range = new(0, 4294, 3);
        Period(b, "interval", range, "Time from run to run.", static (d, v) => d.Interval = v).Default("1");
        Period(b, "timeout", range, "Limit of one run.", static (d, v) => d.Timeout = v).Default("interval");
        Weight(b, 253, "Priority change by the script's verdict.", (d, w, r) => (d.Weight, d.Reverse) = (w, r));
        b.Custom("rise", "N", "Successes in a row that count as up.", (p, d) => d.Rise = Count(p, d.Rise))
            .Needs(1).Range($"1..{MaxRise}").Default("1");
        b.Custom("fall", "N", "Failures in a row that count as down.", (p, d) => d.Fall = Count(p, d.Fall))
            .Needs(1).Range($"1..{MaxRise}").Default("1");
        b.Custom("user", "USER [GROUP]", "Whom the script runs as.", (p, d) =>
        {
            d.User = p.Word(1);
            d.Group = p.Word(2);
            if (!p.CheckUser(d.User, d.Group))
            {
                p.ErrorAt(1, $"Unable to set uid/gid for script {ConfigParser.Quote(d.Script?.Words.Items ?? [])}");
                d.Invalid = true;
            }
        }).Needs(1).Default("script_user");
        b.Flag("init_fail", "Counts as failed until the first success.", d => d.InitFail = true);
        return b;
    }

    private static Keyword<ScriptDraft> Period(
        BlockGrammar<ScriptDraft> b, string name, TimeRange range, string meaning, Action<ScriptDraft, TimeSpan> set) =>
        b.Custom(name, "SECS", meaning, (p, d) =>
        {
            if (!p.TrySeconds(1, range, out TimeSpan value))
            {
                return;
            }

            if (value == TimeSpan.Zero)
            {
                p.ErrorAt(1, $"{p.Context}vrrp script {name} must be greater than 0, setting to 1");
                value = TimeSpan.FromSeconds(1);
            }

            set(d, value);
        }).Needs(1).Range(range.Text);

    private static int Count(ConfigParser p, int before)
    {
        if (p.TryInteger(1, 1, MaxRise, out long value))
        {
            return (int)value;
        }

        p.ErrorAt(1, $"{p.Context}vrrp script {p.Line.Keyword} value '{p.Word(1)}' invalid, defaulting to 1");
        return before;
    }

    /// <summary>weight N [reverse].</summary>
    public static Keyword<T> Weight<T>(BlockGrammar<T> b, int limit, string meaning, Action<T, int, bool> set) =>
        b.Custom("weight", "N [reverse]", meaning, (p, d) =>
        {
            if (!p.TryInteger(1, -limit, limit, out long weight))
            {
                return;
            }

            string word = p.Word(2);
            if (word is not ("" or "reverse" or "noreverse"))
            {
                p.ErrorAt(2, $"{p.Context}unknown weight option {word} - ignoring", "reverse");
            }

            set(d, (int)weight, word == "reverse");
        }).Needs(1).Range($"-{limit}..{limit}").Default("0");

    private static BlockGrammar<TrackFileDraft> BuildTrackFile(string name)
    {
        BlockGrammar<TrackFileDraft> b = new(name);
        b.Word("file", "PATH", "File whose first number counts.", (d, v) => d.Path = v).Default("none: mandatory");
        Weight(b, 254, "Factor of the number.", (d, w, r) => (d.Weight, d.Reverse) = (w, r)).Default("1");
        b.Custom("init_file", "[VALUE] [overwrite]", "Create the file at start.", (p, d) =>
        {
            d.Initial = 0;
            for (int i = 1; i <= p.Line.ArgumentCount; i++)
            {
                if (p.Word(i) == "overwrite")
                {
                    d.Overwrite = true;
                }
                else if (p.TryInteger(i, int.MinValue, int.MaxValue, out long value))
                {
                    d.Initial = (int)value;
                }
            }
        }).Default("off");
        return b;
    }

    private static BlockGrammar<ProcessDraft> BuildProcess()
    {
        BlockGrammar<ProcessDraft> b = new("vrrp_track_process");
        b.Custom("process", "NAME [PARAMETER ...]", "Process that has to run.", (p, d) =>
        {
            if (p.ReadCommand() is { } command)
            {
                d.Config = d.Config with
                {
                    ProcessPath = command.Path,
                    Parameters = command.Words.Skip(1).ToEquatableArray(),
                };
            }
        }).Needs(1).Default("none: mandatory");
        b.Custom("param_match", "[initial or partial]", "How the parameters are compared.", (p, d) =>
        {
            ProcessParameterMatch? match = p.Word(1) switch
            {
                "" => ProcessParameterMatch.Exact,
                "initial" => ProcessParameterMatch.Initial,
                "partial" => ProcessParameterMatch.Partial,
                _ => null,
            };
            if (match is null)
            {
                p.ErrorAt(1, $"{p.Context}Unknown param_match '{p.Word(1)}' - ignoring", "initial or partial");
                return;
            }

            d.Config = d.Config with { ParameterMatch = match.Value };
        });
        Weight(b, 254, "Priority change while enough processes run.",
            (d, w, r) => d.Config = d.Config with { Weight = w, Reverse = r });
        b.Int("quorum", 1, 65535, "Least number of processes.",
            (d, v) => d.Config = d.Config with { Quorum = (int)v }).Default("1");
        b.Int("quorum_max", 0, 65535, "Greatest number of processes; 0: it must not run.",
            (d, v) => d.Config = d.Config with { QuorumMax = (int)v }).Default("no limit");
        TimeRange range = new(0.000001m, 3600, 6);
        b.Seconds("delay", range, "Both of the delays below.",
            (d, v) => d.Config = d.Config with { TerminateDelay = v, ForkDelay = v }).Default("0");
        b.Seconds("terminate_delay", range, "Wait before a missing process counts.",
            (d, v) => d.Config = d.Config with { TerminateDelay = v }).Default("0");
        b.Seconds("fork_delay", range, "Wait before a new process counts.",
            (d, v) => d.Config = d.Config with { ForkDelay = v }).Default("0");
        b.Flag("full_command", "Compare the whole command line.", d => d.Config = d.Config with { FullCommand = true });
        return b;
    }

    private static BlockGrammar<List<string>> BuildTrackGroup()
    {
        BlockGrammar<List<string>> b = new("track_group");
        b.Values("group", "INSTANCE ...", "Instances that depend on the static items of this group.",
            static (_, d, line) => d.AddRange(line.Words.Select(static w => w.Text)),
            static (p, place) =>
                p.Diagnostics.Warning(place, $"Warning - track group {p.BlockName} has empty group block"));
        return b;
    }

    private static BlockGrammar<GarpGroupDraft> BuildGarpGroup()
    {
        BlockGrammar<GarpGroupDraft> b = new("garp_group");
        b.Seconds("garp_interval", TimeRange.AnySeconds, "Least gap between gratuitous ARPs.", (d, v) => d.Garp = v)
            .Default("0");
        b.Seconds("gna_interval", TimeRange.AnySeconds, "Least gap between neighbour adverts.", (d, v) => d.Gna = v)
            .Default("0");
        b.WordAt("interface", "IF", "The one interface.", static (p, d) => AddInterface(p, d, p.Line, 1));
        b.Values("interfaces", "IF ...", "Interfaces that share the gaps.",
            static (p, d, line) =>
            {
                for (int i = 0; i < line.Words.Length; i++)
                {
                    AddInterface(p, d, line, i);
                }
            },
            static (p, place) => p.Diagnostics.Warning(place, "Warning - empty garp_group interfaces block"));
        return b;
    }

    private static void AddInterface(ConfigParser p, GarpGroupDraft group, ConfigLine line, int word)
    {
        string name = line.Words[word].Text;
        if (group.Interfaces.Contains(name))
        {
            p.Diagnostics.Error(line.SpanOf(word), $"Interface {name} is already in this garp group - ignoring");
            return;
        }

        group.Interfaces.Add(name);
    }
}
