using Keepalived.Config.Diagnostics;
using Keepalived.Config.Host;
using Keepalived.Config.Model;

namespace Keepalived.Config.Grammar;

/// <summary>The global_defs block: identity, mail, scripts, dumps, reload; the rest stands in the partials.</summary>
internal static partial class GlobalGrammar
{
    private const int MaxProcessName = 15;

    public static readonly BlockGrammar<GlobalDraft> Table = Build();

    private static BlockGrammar<GlobalDraft> Build()
    {
        BlockGrammar<GlobalDraft> b = new("global_defs");
        Names(b);
        Mail(b);
        Scripts(b);
        Lvs(b);
        Garp(b);
        Vrrp(b);
        Firewall(b);
        Fifos(b);
        Scheduling(b, "vrrp", "VRRP", static c => c.Vrrp, static (c, v) => c with { Vrrp = v });
        Scheduling(b, "checker", "checker", static c => c.Checkers, static (c, v) => c with { Checkers = v });
        Scheduling(b, "bfd", "BFD", static c => c.Bfd, static (c, v) => c with { Bfd = v });
        Snmp(b);
        Buffers(b);
        Files(b);
        Reload(b);
        return b;
    }

    private static void Set(GlobalDraft draft, Func<GlobalConfig, GlobalConfig> change) =>
        draft.Config = change(draft.Config);

    private static void Names(BlockGrammar<GlobalDraft> b)
    {
        b.Flag("process_names", "Give the subsystems process names of their own.",
            d => Set(d, c => c with { ProcessNames = true }));
        ProcessName(b, "process_name", "main", static (c, n) => c with { Parent = c.Parent with { Name = n } });
        ProcessName(b, "vrrp_process_name", "VRRP", static (c, n) => c with { Vrrp = c.Vrrp with { Name = n } });
        ProcessName(b, "checker_process_name", "checkers'",
            static (c, n) => c with { Checkers = c.Checkers with { Name = n } });
        ProcessName(b, "lvs_process_name", "checkers' (old spelling)",
            static (c, n) => c with { Checkers = c.Checkers with { Name = n } });
        ProcessName(b, "bfd_process_name", "BFD", static (c, n) => c with { Bfd = c.Bfd with { Name = n } });
        b.Word("router_id", "STRING", "Name of this router in mails and dumps.",
            (d, v) => Set(d, c => c with { RouterId = v })).Default("host name");
        b.Word("lvs_id", "STRING", "use router_id.", (d, v) => Set(d, c => c with { RouterId = v })).OldDialect();
        b.Word("default_interface", "IF", "Interface of static addresses that name none.",
            (d, v) => Set(d, c => c with { DefaultInterface = v })).Default("eth0");
        b.Custom("dynamic_interfaces", "[allow_if_changes]", "Configured interfaces may come and go.", Dynamic)
            .Default("off");
    }

    private static void Dynamic(ConfigParser p, GlobalDraft d)
    {
        string word = p.Word(1);
        DynamicInterfaces value = word == "allow_if_changes" ? DynamicInterfaces.AllowIfChanges
            : ConfigParser.ParseBool(word) == false ? DynamicInterfaces.Off : DynamicInterfaces.On;
        if (word.Length > 0 && word != "allow_if_changes" && ConfigParser.ParseBool(word) is null)
        {
            p.ErrorAt(1, $"Unknown dynamic_interfaces option '{word}'", "allow_if_changes");
        }

        Set(d, c => c with { DynamicInterfaces = value });
    }

    private static void ProcessName(
        BlockGrammar<GlobalDraft> b,
        string name,
        string whose,
        Func<GlobalConfig, string, GlobalConfig> set) =>
        b.Custom(name, "NAME", $"The {whose} process name shown by ps.", (p, d) =>
        {
            string word = p.Word(1);
            if (word.Length > MaxProcessName)
            {
                p.ErrorAt(1, $"Process name {word} more than {MaxProcessName} characters, truncating");
                word = word[..MaxProcessName];
            }

            Set(d, c => set(c, word));
        }).Needs(1).Range($"1..{MaxProcessName} characters");

    private static void Mail(BlockGrammar<GlobalDraft> b)
    {
        b.Word("notification_email_from", "ADDRESS", "Sender of mails.",
            (d, v) => Set(d, c => c with { Mail = c.Mail with { From = v } })).Default("user@host");
        b.Custom("smtp_server", "HOST [PORT]", "Relay that takes the mails; none, no mails.", SmtpServer).Needs(1);
        b.Word("smtp_helo_name", "NAME", "Name said in the HELO line.",
            (d, v) => Set(d, c => c with { Mail = c.Mail with { HeloName = v } })).Default("host name");
        b.Custom("smtp_connect_timeout", "SECS", "Limit of each step of the mail dialogue.", SmtpTimeout)
            .Needs(1).Default("30").Range("1..4294 s, whole");
        b.Custom("smtp_connection_timeout", "SECS", "use smtp_connect_timeout.", SmtpTimeout).Needs(1).OldDialect();
        b.Custom("notification_email", "{ ADDRESS ... }", "Receivers of mails.", (p, d) =>
        {
            List<string> to = [];
            p.ReadValues(line => to.AddRange(line.Words.Select(static w => w.Text)));
            if (to.Count == 0)
            {
                p.Diagnostics.Warning(p.Line.Span, "Warning - empty notification_email block");
            }

            Set(d, c => c with { Mail = c.Mail with { To = [.. c.Mail.To, .. to] } });
        });
        b.Bool("smtp_alert", "Default of every smtp_alert.",
            (d, v) => Set(d, c => c with { Mail = c.Mail with { Alert = v } })).Default("unset");
        b.Bool("smtp_alert_vrrp", "Default of smtp_alert of instances and sync groups.",
            (d, v) => Set(d, c => c with { Mail = c.Mail with { AlertVrrp = v } })).Default("unset");
        b.Bool("smtp_alert_checker", "Default of smtp_alert of virtual and real servers.",
            (d, v) => Set(d, c => c with { Mail = c.Mail with { AlertChecker = v } })).Default("unset");
        b.Flag("no_email_faults", "Send no mail when an instance goes to FAULT.",
            d => Set(d, c => c with { Mail = c.Mail with { NoFaults = true } }));
        b.Bool("no_checker_emails", "Mail only when a real server changes, not with each of its checkers.",
            (d, v) => Set(d, c => c with { Mail = c.Mail with { NoCheckers = v } }));
    }

    private static void SmtpServer(ConfigParser p, GlobalDraft d)
    {
        ushort port = 25;
        string host = p.Word(1);
        string service = p.Word(2);
        if (service.Length > 0 && !ushort.TryParse(service, out port))
        {
            ushort? known = p.Host.LookupService(service);
            if (known is null)
            {
                p.ErrorAt(2, $"Invalid smtp server {host} {service}", "a port number or service name");
                return;
            }

            port = known.Value;
        }

        if (!p.Host.CanResolve(host))
        {
            p.ErrorAt(1, $"Invalid smtp server {host} {port}", "the host name does not resolve");
            return;
        }

        d.SmtpSpan = p.Line.Span;
        Set(d, c => c with { Mail = c.Mail with { Server = host, Port = port } });
    }

    private static void SmtpTimeout(ConfigParser p, GlobalDraft d)
    {
        if (!p.TrySeconds(1, TimeRange.WholeSeconds, out TimeSpan value))
        {
            return;
        }

        if (value == TimeSpan.Zero)
        {
            p.ErrorAt(1, $"{p.Line.Keyword} must be greater than 0, setting to 1");
            value = TimeSpan.FromSeconds(1);
        }

        Set(d, c => c with { Mail = c.Mail with { ConnectTimeout = value } });
    }

    private static void Scripts(BlockGrammar<GlobalDraft> b)
    {
        b.Command("startup_script", "Run once before anything starts.", d => d.Config.StartupScript,
            (d, v) => Set(d, c => c with { StartupScript = v }));
        b.Seconds("startup_script_timeout", new TimeRange(1, 1000, 0), "Limit of the startup script.",
            (d, v) => Set(d, c => c with { StartupScriptTimeout = v })).Default("10");
        b.Command("shutdown_script", "Run once after everything ended.", d => d.Config.ShutdownScript,
            (d, v) => Set(d, c => c with { ShutdownScript = v }));
        b.Seconds("shutdown_script_timeout", new TimeRange(1, 1000, 0), "Limit of the shutdown script.",
            (d, v) => Set(d, c => c with { ShutdownScriptTimeout = v })).Default("10");
        b.Custom("script_user", "USER [GROUP]", "User of scripts that name none.", (p, d) =>
        {
            if (!p.CheckUser(p.Word(1), p.Word(2)))
            {
                p.ErrorAt(1, "Error setting global script uid/gid", "no such user or group");
                return;
            }

            Set(d, c => c with { ScriptUser = p.Word(1), ScriptGroup = p.Word(2) });
        }).Needs(1).Default("keepalived_script");
        b.Flag("enable_script_security", "Refuse scripts that others than root could change.",
            d => Set(d, c => c with { EnableScriptSecurity = true }));
        b.Bool("use_symlink_paths", "Leave links in script paths as they are.",
            (d, v) => Set(d, c => c with { UseSymlinkPaths = v })).Since("2.3");
        b.Bool("set_supplementary_groups", "Give scripts all groups of their user.",
            (d, v) => Set(d, c => c with { SetSupplementaryGroups = v })).Since("2.3");
        b.Bool("rs_init_notifies", "Run up and down scripts of real servers for their first state too.",
            (d, v) => Set(d, c => c with { RealServerInitNotifies = v }));
        b.Bool("checker_log_all_failures", "Default of log_all_failures.",
            (d, v) => Set(d, c => c with { CheckerLogAllFailures = v }));
    }

    private static void Files(BlockGrammar<GlobalDraft> b)
    {
        b.Custom("umask", "MODE", "File creation mask.", Umask).Needs(1).Default("0177").Range("0..0777");
        b.Int("random_seed", 0, uint.MaxValue, "Fixed start of the random numbers, for tests.",
            (d, v) => Set(d, c => c with { RandomSeed = (uint)v }));
        b.Word("config_save_dir", "DIR", "Debugging aid: copies of the state before and after each load go here.",
            (d, v) => Set(d, c => c with { ConfigSaveDirectory = v }));
        b.Custom("tmp_config_directory", "DIR", "Where the joined configuration is kept.", (p, d) =>
        {
            if (!p.Word(1).StartsWith('/'))
            {
                p.ErrorAt(1, $"tmp_config_directory '{p.Word(1)}' must be an absolute path - ignoring");
                return;
            }

            Set(d, c => c with { TemporaryConfigDirectory = p.Word(1) });
        }).Needs(1);
        b.Bool("data_use_instance", "Put instance and namespace names into the names of dump files.",
            (d, v) => Set(d, c => c with { DataUseInstance = v }));
        b.Int("json_version", 1, 2, "Layout of the JSON dump.",
            (d, v) => Set(d, c => c with { JsonVersion = (int)v })).Since("2.2.8").Default("1");
        IprouteDirectory(b, "iproute_usr_dir", "packaged", static (f, v) => f with { Packaged = v });
        IprouteDirectory(b, "iproute_etc_dir", "local", static (f, v) => f with { Local = v });
        DumpFile(b, "state_dump_file", "state", static (c, v) => c with { StateDumpFile = v })
            .Default("keepalived.data");
        DumpFile(b, "stats_dump_file", "statistics", static (c, v) => c with { StatsDumpFile = v });
        DumpFile(b, "json_dump_file", "JSON", static (c, v) => c with { JsonDumpFile = v });
    }

    // keepalived 2.4 wants exactly one word for these, and goes on without it.
    private static bool IsOneWord(ConfigParser p, string name, string what, string argument)
    {
        if (p.Words(1).Count() == 1)
        {
            return true;
        }

        p.ErrorAt(0, $"{name} requires one {what} - ignoring", $"{name} {argument}");
        return false;
    }

    private static Keyword<GlobalDraft> DumpFile(
        BlockGrammar<GlobalDraft> b, string name, string which, Func<GlobalConfig, string, GlobalConfig> set) =>
        b.Custom(name, "PATH", $"Name of the {which} dump.", (p, d) =>
        {
            if (IsOneWord(p, name, "path", "PATH"))
            {
                Set(d, c => set(c, p.Word(1)));
            }
        }).Since("2.3");

    private static void IprouteDirectory(
        BlockGrammar<GlobalDraft> b,
        string name,
        string which,
        Func<RouteNameFolders, string, RouteNameFolders> set) =>
        b.Custom(name, "DIR", $"Where the {which} name tables of iproute2 are, for all that follows.", (p, d) =>
        {
            if (!IsOneWord(p, name, "directory", "DIR"))
            {
                return;
            }

            if (!p.Host.DirectoryExists(p.Word(1)))
            {
                p.ErrorAt(1, $"{name}: directory '{p.Word(1)}' does not exist - ignoring");
                return;
            }

            p.RouteNameFolders = set(p.RouteNameFolders, p.Word(1));
            Set(d, c => c with { RouteNameFolders = p.RouteNameFolders });
        }).Since("2.3");

    private static void Umask(ConfigParser p, GlobalDraft d)
    {
        // Names may stand apart: IWGRP | IWOTH.
        string text = string.Concat(p.Words(1));
        int? value = char.IsAsciiDigit(text.FirstOrDefault()) ? NumericMode(text) : SymbolicMode(text);
        if (value is null or < 0 or > 0x1ff)
        {
            p.ErrorAt(1, $"invalid umask value {text}", "octal 0..0777, or IRUSR|IWUSR|... names");
            return;
        }

        Set(d, c => c with { Umask = value.Value });
    }

    private static int? NumericMode(string text)
    {
        int radix = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? 16 : text[0] == '0' ? 8 : 10;
        string digits = radix == 16 ? text[2..] : text;
        int value = 0;
        foreach (char c in digits)
        {
            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : 99;
            if (digit >= radix || value > 0xffff)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        return digits.Length == 0 ? null : value;
    }

    private static int? SymbolicMode(string text)
    {
        int value = 0;
        foreach (string word in text.Split('|', StringSplitOptions.TrimEntries))
        {
            int? bits = word switch
            {
                "IRUSR" => 0x100,
                "IWUSR" => 0x80,
                "IXUSR" => 0x40,
                "IRGRP" => 0x20,
                "IWGRP" => 0x10,
                "IXGRP" => 0x8,
                "IROTH" => 0x4,
                "IWOTH" => 0x2,
                "IXOTH" => 0x1,
                _ => null,
            };
            if (bits is null)
            {
                return null;
            }

            value |= bits.Value;
        }

        return value;
    }

    private static void Reload(BlockGrammar<GlobalDraft> b)
    {
        b.Custom("reload_check_config", "[LOGFILE]", "Test the new file first and drop the reload if it fails.",
            (p, d) => Set(d, c => c with { Reload = c.Reload with { CheckConfig = true, CheckLog = p.Word(1) } }))
            .Default("off");
        b.Custom("reload_time_file", "PATH", "File with the time of the next planned reload.", (p, d) =>
        {
            if (!p.Word(1).StartsWith('/'))
            {
                p.ErrorAt(1, $"reload_time_file '{p.Word(1)}' must be an absolute path - ignoring");
                return;
            }

            Set(d, c => c with { Reload = c.Reload with { TimeFile = p.Word(1) } });
        }).Needs(1);
        b.Flag("reload_repeat", "Reload every day at the time of the file.",
            d => Set(d, c => c with { Reload = c.Reload with { Repeat = true } }));
        b.Custom("reload_file", "[PATH]", "File that exists while a reload runs and then tells how it went.",
            (p, d) => Set(d, c => c with { Reload = c.Reload with { File = p.Word(1) } })).Default("off");
        b.Custom("include_check", "[[+-]CHECK ...]", "Makes problems of later includes errors.", IncludeCheck)
            .Range("read, match, wildcard_match, brace_match").Default("off");
    }

    private static void IncludeCheck(ConfigParser p, GlobalDraft d)
    {
        IncludeChecks checks = p.Line.ArgumentCount == 0 ? IncludeChecks.All : p.Source.Checks;
        foreach (string word in p.Words(1))
        {
            IncludeChecks? check = word.TrimStart('+', '-') switch
            {
                "read" => IncludeChecks.Read,
                "match" => IncludeChecks.Match,
                "wildcard_match" => IncludeChecks.WildcardMatch,
                "brace_match" => IncludeChecks.BraceMatch,
                _ => null,
            };
            if (check is null)
            {
                p.Error(TestStatus.General, $"Unknown include_check type '{word.TrimStart('+', '-')}' - ignoring",
                    "read, match, wildcard_match, brace_match");
                continue;
            }

            checks = word[0] switch
            {
                '+' => checks | check.Value,
                '-' => checks & ~check.Value,
                _ => check.Value | IncludeChecks.Read,
            };
        }

        p.Source.Checks = checks;
        Set(d, c => c with { IncludeChecks = checks });
    }
}
