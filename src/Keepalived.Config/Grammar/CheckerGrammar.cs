using System.Net;

namespace Keepalived.Config.Grammar;

/// <summary>The checker blocks and the rows they share.</summary>
internal static partial class CheckerGrammar
{
    private const string Parent = "virtual_server/real_server/";

    private static readonly List<IBlockGrammar> Built = [];

    public static IEnumerable<IBlockGrammar> Tables => Built;

    /// <summary>retry, delay_before_retry, warmup and connect_timeout as defaults for the level below.</summary>
    public static void Defaults<T>(BlockGrammar<T> b, Func<T, CheckDefaults> get, string below)
    {
        b.Int("retry", 1, uint.MaxValue, $"Default for {below}: failures allowed.", (d, v) => get(d).Retry = (uint)v);
        b.Seconds("delay_before_retry", TimeRange.LongSeconds, $"Default for {below}: pause before the next attempt.",
            (d, v) => get(d).DelayBeforeRetry = v);
        b.Seconds("warmup", TimeRange.LongSeconds, $"Default for {below}: bound of the delay of the first check.",
            (d, v) => get(d).Warmup = v).Default("delay_loop");
        b.Seconds("connect_timeout", TimeRange.PositiveSeconds, $"Default for {below}: limit of a connect.",
            (d, v) => get(d).ConnectTimeout = v).Default("5");
    }

    public static void AddCheckers(BlockGrammar<RealServerDraft> b)
    {
        Checker(b, "MISC_CHECK", "Checks by a script.", CheckerKind.Misc, Misc);
        Checker(b, "SMTP_CHECK", "Checks a mail server.", CheckerKind.Smtp, Smtp);
        Checker(b, "TCP_CHECK", "Checks that a connection is taken.", CheckerKind.Tcp, static c => Network(c));
        Checker(b, "PING_CHECK", "Checks by ICMP echo.", CheckerKind.Ping, static c => Network(c));
        Checker(b, "UDP_CHECK", "Checks by a datagram.", CheckerKind.Udp, Udp);
        Checker(b, "HTTP_GET", "Checks pages of a web server.", CheckerKind.Http, static c => Http(c, false));
        Checker(b, "SSL_GET", "Checks pages over TLS.", CheckerKind.Ssl, static c => Http(c, true));
        Checker(b, "DNS_CHECK", "Checks a name server.", CheckerKind.Dns, Dns);
        Checker(b, "FILE_CHECK", "Checks the number in a track file.", CheckerKind.File, FileCheck);
        Checker(b, "BFD_CHECK", "Follows a BFD session.", CheckerKind.Bfd, Bfd);
    }

    private static void Checker(
        BlockGrammar<RealServerDraft> b, string name, string meaning, CheckerKind kind,
            Action<BlockGrammar<CheckerDraft>> rows)
    {
        BlockGrammar<CheckerDraft> inner = new(Parent + name);
        rows(inner);
        Built.Add(inner);
        b.Block(name, "", meaning, inner, (p, _) => new CheckerDraft(kind, p.Line.Span),
            static (p, server, checker) =>
            {
                if (Validation.CheckerRules.Complete(p, server, checker))
                {
                    server.Checkers.Add(checker);
                }
            });
    }

    private static void Common(BlockGrammar<CheckerDraft> b)
    {
        b.Int("retry", 0, uint.MaxValue, "Failures allowed before the server is down.", (d, v) =>
            d.Defaults.Retry = (uint)v)
            .Default("real server, else by type");
        b.Seconds("delay_before_retry", TimeRange.LongSeconds, "Pause before the next attempt.",
            (d, v) => d.Defaults.DelayBeforeRetry = v).Default("real server, else by type");
        b.Seconds("warmup", TimeRange.LongSeconds, "The first check starts after a random part of this.",
            (d, v) => d.Defaults.Warmup = v).Default("real server, else delay_loop");
        b.Seconds("delay_loop", TimeRange.PositiveLongSeconds, "Time from check to check.", (d, v) => d.DelayLoop = v)
            .Default("real server");
        b.Bool("alpha", "The checker starts as failed.", (d, v) => d.Alpha = v).Default("real server");
        b.Bool("log_all_failures", "Log failures that do not count yet too.", (d, v) => d.LogAllFailures = v)
            .Default("checker_log_all_failures");
    }

    private static void Network(BlockGrammar<CheckerDraft> b)
    {
        Target(b, static d => d.Target);
        Common(b);
    }

    private static void Target<T>(BlockGrammar<T> b, Func<T, TargetDraft> get)
    {
        b.Address("connect_ip", "Address to connect to.", (_, d, a) => get(d).Address = a).Default("real server");
        Port(b, "connect_port", "Port to connect to.", (d, v) => get(d).Port = v).Default("real server");
        b.Address("bindto", "Source address.", (_, d, a) => get(d).BindAddress = a).Default("any");
        Port(b, "bind_port", "Source port.", (d, v) => get(d).BindPort = v).Default("any");
        b.Word("bind_if", "IF", "Interface to go out by.", (d, v) => get(d).BindInterface = v).Default("any");
        b.Seconds("connect_timeout", TimeRange.PositiveSeconds, "Limit of the connect and of each read.",
            (d, v) => get(d).ConnectTimeout = v).Default("real server, else 5");
        b.Int("fwmark", 0, uint.MaxValue, "Mark on the packets of the check.", (d, v) => get(d).Fwmark = (uint)v)
            .Default("0");
    }

    private static Keyword<T> Port<T>(BlockGrammar<T> b, string name, string meaning, Action<T, ushort> set) =>
        b.Int(name, 1, 65535, meaning, (d, v) => set(d, (ushort)v));

    private static void Misc(BlockGrammar<CheckerDraft> b)
    {
        Common(b);
        b.Custom("misc_path", "CMD", "The script with its arguments.", (p, d) => d.Script = p.ReadCommand() ?? d.Script)
            .Needs(1).Default("none: mandatory");
        b.Seconds("misc_timeout", TimeRange.WholeSeconds, "Limit of one run; 0, none.", (d, v) => d.Timeout = v)
            .Default("delay_loop of the virtual server");
        b.Flag("misc_dynamic", "Exit status 2 to 255 sets the weight to 0 to 253.", d => d.Dynamic = true);
        b.Custom("user", "USER [GROUP]", "Whom the script runs as.", (p, d) =>
        {
            (d.User, d.Group) = (p.Word(1), p.Word(2));
            d.Invalid = !p.CheckUser(d.User, d.Group);
        }).Needs(1).Default("script_user");
    }

    private static void Smtp(BlockGrammar<CheckerDraft> b)
    {
        b.Word("helo_name", "NAME", "Name said in the HELO line.", (d, v) => d.Name = v)
            .Default("smtpchecker.keepalived.org");
        Network(b);
        BlockGrammar<CheckerDraft> host = new(Parent + "SMTP_CHECK/host");
        Target(host, static d => d.Hosts[^1]);
        Common(host);
        Built.Add(host);
        b.Block("host", "", "Old form of the target settings, one block each.", host, static (p, d) =>
        {
            d.Hosts.Add(new TargetDraft());
            return d;
        });
    }

    private static void FileCheck(BlockGrammar<CheckerDraft> b)
    {
        b.Word("track_file", "NAME", "The track_file that decides.", (d, v) => d.Name = v).Default("none: mandatory");
        VrrpObjectsGrammar.Weight(b, 65535, "Factor of the number.", (d, w, r) => (d.Weight, d.Reverse) = (w, r))
            .Default("that of the file");
    }

    private static void Bfd(BlockGrammar<CheckerDraft> b)
    {
        b.Word("name", "NAME", "The bfd_instance that decides.", (d, v) => d.Name = v).Default("none: mandatory");
        b.Bool("alpha", "Starts as down.", (d, v) => d.Alpha = v).Default("real server");
    }
}
