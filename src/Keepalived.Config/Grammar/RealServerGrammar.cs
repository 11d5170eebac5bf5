using System.Net;
using Keepalived.Config.Model;

namespace Keepalived.Config.Grammar;

/// <summary>The real_server block.</summary>
internal static class RealServerGrammar
{
    public static readonly BlockGrammar<RealServerDraft> Table = Build();

    /// <summary>Starts a real server; null if its address is unusable or of the wrong family.</summary>
    public static RealServerDraft? Open(ConfigParser p, VirtualServerDraft server)
    {
        if (!p.TryEndpoint(1, out IPAddress address, out ushort port, out bool hasPort))
        {
            string what = hasPort ? $"address/port {p.Word(1)}/{p.Word(2)}" : $"address {p.Word(1)}";
            p.ErrorAt(1, $"Invalid real server ip {what} - skipping", "IP [PORT]");
            return null;
        }

        RealServerDraft draft = new(server, p.Line.Span) { Address = address, Port = hasPort ? port : null };
        server.RealServers.Add(draft);
        return draft;
    }

    private static BlockGrammar<RealServerDraft> Build()
    {
        BlockGrammar<RealServerDraft> b = new("virtual_server/real_server");
        b.Custom("weight", "N", "Share of connections.", (p, d) =>
            d.Weight = VirtualServerGrammar.ReadWeight(p, 0) ?? d.Weight)
            .Needs(1).Range("0..65535").Default("that of the virtual server");
        b.Custom("lvs_method", "as in virtual_server", "How packets get to this server.",
            (p, d) => d.Forwarding = VirtualServerGrammar.ReadMethod(p) ?? d.Forwarding)
            .Needs(1).Default("that of the virtual server").At(static (d, at) => d.ForwardingSpan = at);
        b.Int("uthreshold", 0, uint.MaxValue, "Connections at which it gets no more.", (d, v) =>
            d.UpperThreshold = (uint)v)
            .Default("0").At(static (d, at) => d.ThresholdSpan = at);
        b.Int("lthreshold", 0, uint.MaxValue, "Connections at which it gets some again.", (d, v) =>
            d.LowerThreshold = (uint)v)
            .Default("0").At(static (d, at) => d.ThresholdSpan = at);
        b.Bool("inhibit_on_failure", "When failed it gets weight 0 and stays in the table.", (d, v) => d.Inhibit = v)
            .Default("that of the virtual server");
        b.Command("notify_up", "Run when it comes up.", d => d.NotifyUp, (d, s) => d.NotifyUp = s);
        b.Command("notify_down", "Run when it goes down.", d => d.NotifyDown, (d, s) => d.NotifyDown = s);
        b.Bool("alpha", "Starts as down.", (d, v) => d.Alpha = v).Default("that of the virtual server");
        CheckerGrammar.Defaults(b, static d => d.Defaults, "checkers");
        b.Seconds("delay_loop", TimeRange.PositiveLongSeconds, "Time from check to check.", (d, v) => d.DelayLoop = v)
            .Default("that of the virtual server");
        b.Bool("smtp_alert", "Mail when it goes up or down.", (d, v) => d.SmtpAlert = v).Default("global, else true");
        b.Word("virtualhost", "NAME", "Host header of checks.", (d, v) => d.VirtualHost = v)
            .Default("that of the virtual server");
        b.Word("snmp_name", "NAME", "Name in SNMP.", (d, v) => d.SnmpName = v);
        CheckerGrammar.AddCheckers(b);
        return b;
    }
}
